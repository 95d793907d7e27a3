package dev.sluice.connectors.s3;

import static dev.sluice.connectors.s3.S3Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Options;
import dev.sluice.spi.Position;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.testkit.s3.TestingS3;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Incremental runs from and to a bucket, on both servers. */
class S3IncrementalTest {
    private static final Map<String, Object> LAKE = Map.of("prefix", "lake", "format", "csv");

    /** The servers that tests can have. */
    enum Server {
        S3PROXY,
        S3MOCK
    }

    private S3Runs runs;

    private void open(Server server) {
        runs = new S3Runs(server == Server.S3PROXY ? TestingS3.shared() : TestingS3.withVersions());
    }

    @AfterEach
    void close() {
        runs.close();
    }

    private record Run(List<List<Object>> rows, Position position, String fingerprint) {}

    private Run read(Position last) throws Exception {
        Options options = runs.source(Map.of("prefix", "in/"));
        S3Source source = new S3Source();
        CatalogStream stream =
                source.discoverSchema(DiscoverRequest.of(options)).streams().getFirst();
        ReadRequest request = new ReadRequest(
                options,
                stream,
                stream.schema(),
                2,
                S3Runs.BATCHES,
                24 << 20,
                new Increment(null, last, "", "", Lookback.NONE, true));
        List<List<Object>> rows = new ArrayList<>();
        S3Runs.read(source, request, rows);
        try (SplitPlan plan = source.planSplits(request)) {
            return new Run(rows, plan.position().orElseThrow(), plan.fingerprint());
        }
    }

    @ParameterizedTest
    @EnumSource
    void contract10_runsReadEachObjectOnceAndChangedOnesAgainAsAWhole(Server server) throws Exception {
        open(server);
        runs.put("in/a.csv", "id,name\n1,one\n");
        runs.put("in/b/b.csv", "id,name\n2,two\n");
        Run first = read(null);
        assertThat(first.rows()).containsExactly(List.of(1L, "one"), List.of(2L, "two"));
        assertThat(read(null).fingerprint()).isNotEmpty().isEqualTo(first.fingerprint());

        runs.put("in/b/b.csv", "id,name\n2,TWO\n");
        runs.put("in/0.csv", "id,name\n0,zero\n");
        Run second = read(first.position());
        assertThat(second.rows()).containsExactlyInAnyOrder(List.of(2L, "TWO"), List.of(0L, "zero"));
        assertThat(read(null).fingerprint()).isNotEqualTo(first.fingerprint());

        runs.client.deleteObject(request -> request.bucket(runs.bucket).key("in/a.csv"));
        assertThat(read(second.position()).rows()).isEmpty();
        runs.put("in/c.csv", "id,name\n3,three\n");
        assertThat(read(second.position()).rows()).containsExactly(List.of(3L, "three"));
    }

    @ParameterizedTest
    @EnumSource
    void theStateIsKeptInTheManifestThroughARunWithoutRows(Server server) throws Exception {
        open(server);
        commit(runs.request(WriteMode.APPEND, LAKE), "one", 0, 5);
        List<String> keys = runs.keys();

        commit(runs.request(WriteMode.APPEND, LAKE), "two", 5, 5);

        assertThat(runs.keys()).isEqualTo(keys);
        assertThat(runs.uploads()).isEmpty();
        WriteRequest next = runs.request(WriteMode.APPEND, LAKE);
        assertThat(runs.destination.state(next)).isEqualTo("two");
        runs.destination.putState(next, "");
        assertThat(runs.destination.states(next)).isEmpty();
        assertThat(S3Runs.read(runs.source(Map.of("prefix", "lake/people/")))).hasSize(5);
    }

    private void commit(WriteRequest request, String state, int from, int to) throws Exception {
        WriteHandle handle = runs.destination.begin(request);
        Commit staged = runs.stageAll(request, handle, rows(from, to));
        runs.destination.commit(
                request, handle, new Commit(staged.accepted(), List.of(), runs.destination.state(request), state));
    }

    /** Not on S3Mock: of several writers at once who each want to be the first, it lets more than one through. */
    @Test
    void ofStatesSetAtOnceNoneIsLost() throws Exception {
        open(Server.S3PROXY);
        int count = 8;
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WriteRequest request = runs.request("p" + i, WriteMode.APPEND, LAKE);
            calls.add(() -> isSet(request));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> outcome : threads.invokeAll(calls)) {
                assertThat(outcome.get()).isTrue();
            }
        }
        assertThat(runs.destination.states(runs.request(WriteMode.APPEND, LAKE)))
                .extracting(StoredState::state)
                .containsExactlyInAnyOrder("of p0", "of p1", "of p2", "of p3", "of p4", "of p5", "of p6", "of p7");
        assertThat(runs.keys()).containsExactly("lake/people/_sluice_manifest.json");
    }

    private boolean isSet(WriteRequest request) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                runs.destination.putState(request, "of " + request.pipeline());
                return true;
            } catch (ConnectorException e) {
                Thread.sleep(10);
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void contract10_aRunWhoseStateWasChangedMeanwhilePublishesNothing(Server server) throws Exception {
        open(server);
        commit(runs.request(WriteMode.APPEND, LAKE), "one", 0, 5);
        WriteRequest slow = runs.request(WriteMode.APPEND, LAKE);
        WriteHandle handle = runs.destination.begin(slow);
        Commit staged = runs.stageAll(slow, handle, rows(5, 9));
        runs.destination.putState(runs.request(WriteMode.APPEND, LAKE), "by hand");

        assertThatThrownBy(() ->
                        runs.destination.commit(slow, handle, new Commit(staged.accepted(), List.of(), "one", "two")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("nothing was published");
        runs.destination.abort(slow, handle);

        assertThat(runs.uploads()).isEmpty();
        assertThat(S3Runs.read(runs.source(Map.of("prefix", "lake/people/")))).hasSize(5);
        assertThat(runs.destination.state(slow)).isEqualTo("by hand");
    }

    @ParameterizedTest
    @EnumSource
    void contract10_aLiveRunOfAnotherPipelineKeepsItsUploads(Server server) throws Exception {
        open(server);
        WriteRequest slow = runs.request("slow", WriteMode.APPEND, LAKE);
        WriteHandle handle = runs.destination.begin(slow);
        Commit commit = runs.stageAll(slow, handle, rows(0, 4), rows(4, 9));

        runs.run(runs.request("quick", WriteMode.APPEND, LAKE), rows(9, 12));
        assertThat(runs.uploads()).hasSize(2);

        assertThat(runs.destination.commit(slow, handle, commit).rows()).isEqualTo(9);
        assertThat(S3Runs.read(runs.source(Map.of("prefix", "lake/people/")))).hasSize(12);
    }

    @ParameterizedTest
    @EnumSource
    void uploadsOfAnotherPipelineGoOnceItsRunHasBeenSilentForADay(Server server) throws Exception {
        open(server);
        WriteRequest dead = runs.request("dead", WriteMode.APPEND, LAKE);
        runs.stageAll(dead, runs.destination.begin(dead), rows(0, 4), rows(4, 9));
        WriteRequest next = runs.request("next", WriteMode.APPEND, LAKE);

        new Later(runs.destination, Duration.ofHours(23)).begin(next);
        assertThat(runs.uploads()).hasSize(2);
        new Later(runs.destination, Duration.ofHours(25)).begin(next);

        assertThat(runs.uploads()).isEmpty();
    }

    /** The destination, at a later time: what a server says of an upload's age can't be changed. */
    private static final class Later extends StorageDestination {
        private final S3Destination now;
        private final Duration later;

        Later(S3Destination now, Duration later) {
            this.now = now;
            this.later = later;
        }

        @Override
        protected Instant now() {
            return Instant.now().plus(later);
        }

        @Override
        protected Storage storage(Options options) {
            return now.storage(options);
        }

        @Override
        protected String location(Options options) {
            return now.location(options);
        }

        @Override
        protected Options readOptions(Options options, String location) {
            return now.readOptions(options, location);
        }

        @Override
        public ConnectorSpec spec() {
            return now.spec();
        }

        @Override
        public void testConnection(Options options) {
            now.testConnection(options);
        }
    }
}
