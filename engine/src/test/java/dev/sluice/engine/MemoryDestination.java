package dev.sluice.engine;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.UriMapping;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps rows in memory, staged and published apart. Options make it fail where a test wants it to. */
public final class MemoryDestination extends DestinationConnector {
    static final Option<String> SPACE =
            Option.string("space", "keeps tests apart").required();
    static final Option<Integer> LOSE_CONNECTION = Option.integer(
                    "lose_connection", "how many attempts lose their connection")
            .defaultValue(0);
    static final Option<Boolean> REFUSE =
            Option.bool("refuse", "fail at the first batch").defaultValue(false);
    static final Option<Boolean> FORGET =
            Option.bool("forget", "drop a row while staging").defaultValue(false);

    static final Map<String, List<List<Object>>> PUBLISHED = new ConcurrentHashMap<>();
    static final Map<String, List<List<Object>>> STAGED = new ConcurrentHashMap<>();
    static final Set<String> ABORTED = ConcurrentHashMap.newKeySet();
    /** By target, the workspace that has it. */
    static final Map<String, String> LEASES = new ConcurrentHashMap<>();

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "memory",
                "Keeps rows in memory",
                List.of(SPACE, LOSE_CONNECTION, REFUSE, FORGET),
                Set.of(Capability.PARALLEL_WRITERS, Capability.ATOMIC_COMMIT),
                UriMapping.path("space", "memory"));
    }

    @Override
    public void testConnection(Options options) {
        // there is nothing to connect to
    }

    @Override
    public Lease lease(WriteRequest request, LeaseHolder holder, Duration length) {
        String other = LEASES.putIfAbsent(key(request), holder.workspace());
        if (other != null) {
            throw new ConnectorException(ErrorCode.LOCKED, other + " has the lease");
        }
        return new Lease() {
            @Override
            public boolean renew() {
                return true;
            }

            @Override
            public void close() {
                LEASES.remove(key(request));
            }
        };
    }

    @Override
    public WriteHandle begin(WriteRequest request) {
        if (!LEASES.containsKey(key(request))) {
            throw new IllegalStateException("no lease was taken");
        }
        return WriteHandle.of(Map.of("key", key(request)));
    }

    private static String key(WriteRequest request) {
        return request.options().get(SPACE) + "/" + request.target();
    }

    @Override
    public CommitToken write(WriteTask task, BatchInput in) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
            if (task.request().options().get(REFUSE)) {
                throw new ConnectorException(ErrorCode.VALUE_REFUSED, "refused on request");
            }
            if (task.attempt() <= task.request().options().get(LOSE_CONNECTION)) {
                // a server that goes down doesn't answer for a while
                throw task.attempt() == 1
                        ? new ConnectorException(ErrorCode.CONNECTION_LOST, "the connection is gone")
                        : new ConnectorException(ErrorCode.UNREACHABLE, "nothing answers");
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(Values.row(batch, row));
            }
        }
        if (task.request().options().get(FORGET)) {
            rows.removeLast();
        }
        STAGED.put(task.handle().property("key") + "/" + task.split(), rows);
        return CommitToken.of(task, rows.size(), rows.size() * 16L, Map.of());
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
        List<List<Object>> rows = new ArrayList<>();
        for (CommitToken token : commit.accepted()) {
            rows.addAll(STAGED.remove(handle.property("key") + "/" + token.split()));
        }
        PUBLISHED.put(handle.property("key"), rows);
        return new CommitResult(rows.size(), List.of());
    }

    @Override
    public void abort(WriteRequest request, WriteHandle handle) {
        STAGED.keySet().removeIf(key -> key.startsWith(handle.property("key") + "/"));
        ABORTED.add(handle.property("key"));
    }
}
