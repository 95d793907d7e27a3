package dev.sluice.engine.verify;

import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Checks in a run that the target holds what was sent: all of it and nothing else where it was replaced, that much more
 * where it was appended to, and every row under its key where it was merged. Thread-safe.
 */
public final class RunVerification {
    /** A share of the heap that rows of a merge may take as hashes. */
    private static final int HEAP_SHARE = 8;

    private final RunPlan plan;
    private final StreamPlan stream;
    private final WriteRequest request;
    private final TargetRows target;
    private final Sent sent;
    private final Buckets before = new Buckets();

    public RunVerification(RunPlan plan, StreamPlan stream, WriteRequest request) {
        this.plan = plan;
        this.stream = stream;
        this.request = request;
        this.target = new TargetRows(plan);
        this.sent = attempt();
    }

    private boolean merges() {
        return stream.mode() == WriteMode.MERGE;
    }

    /** Makes what notes the rows of an attempt, in any process. Plain data. */
    public record Sender(List<String> key, boolean merges) implements Serializable {
        public Sender {
            key = List.copyOf(key);
        }

        public Sent attempt() {
            return new Sent(key, merges);
        }
    }

    /** What one attempt has sent. */
    public static final class Sent implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Buckets buckets = new Buckets();
        private final KeyedRows keyed;

        private final ArrayList<String> key;

        private Sent(List<String> key, boolean merges) {
            this.key = new ArrayList<>(key);
            this.keyed = merges ? new KeyedRows(Runtime.getRuntime().maxMemory() / HEAP_SHARE) : null;
        }

        /** Adds the rows of a batch, as they are written. */
        public void add(RecordBatch batch) {
            // what isn't converted still has the source's key, which needn't be the target's
            RecordBatch rows = new RecordBatch(batch.schema().withPrimaryKey(key), batch.rowCount(), batch.columns());
            buckets.add(rows);
            if (keyed != null) {
                keyed.add(rows);
            }
        }
    }

    /** Looks at the target before anything is written: what is there will still be there. */
    public void prepare() throws Exception {
        target.requireReadable(request);
        if (stream.mode() == WriteMode.APPEND) {
            Optional<StreamRows> rows = target.before(request);
            if (rows.isPresent()) {
                rows.get().forEach(batch -> before.add(withAllColumns(batch)));
            }
        }
    }

    /** Rows that are there have NULL in the columns that the run adds. */
    private RecordBatch withAllColumns(RecordBatch there) {
        Schema schema = request.schema();
        List<Column> columns = schema.fields().stream()
                .map(field -> there.schema().indexOf(field.name()).isPresent()
                        ? there.column(there.schema().indexOf(field.name()).getAsInt())
                        : nulls(field.type(), there.rowCount()))
                .toList();
        return new RecordBatch(schema, there.rowCount(), columns);
    }

    private static Column nulls(Type type, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(type, rows);
        for (int i = 0; i < rows; i++) {
            builder.appendNull();
        }
        return builder.build();
    }

    public Sender sender() {
        return new Sender(request.schema().primaryKey(), merges());
    }

    public Sent attempt() {
        return sender().attempt();
    }

    /** The attempt's rows are among those that will be published. */
    public void accept(Sent attempt) {
        sent.buckets.add(attempt.buckets);
        if (sent.keyed != null) {
            sent.keyed.add(attempt.keyed);
        }
    }

    /** The content hash of what was sent. */
    public String contentHash() {
        return sent.buckets.contentHash();
    }

    /**
     * Reads the target, which has been published.
     *
     * @throws ConnectorException VERIFICATION_FAILED, naming keys of rows that differ or what kept them from being compared
     */
    public void check() throws Exception {
        try {
            compare();
        } catch (ConnectorException e) {
            if (e.code() == ErrorCode.VERIFICATION_FAILED) {
                throw e;
            }
            // its own code would say that nothing was moved
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "'" + request.target() + "' was published, but could not be compared with what was written: "
                            + e.getMessage(),
                    e);
        }
    }

    private void compare() throws Exception {
        StreamRows rows = target.of(request)
                .orElseThrow(() -> failed(List.of("the destination has no '" + request.target() + "'")));
        if (merges()) {
            checkMerged(rows);
            return;
        }
        Buckets found = rows.buckets();
        found.subtract(before);
        BitSet differing = sent.buckets.differing(found);
        if (!differing.isEmpty()) {
            throw failed(stream.mode() == WriteMode.APPEND ? counts(found) : named(rows, found, differing));
        }
    }

    private List<String> named(StreamRows rows, Buckets found, BitSet differing) throws Exception {
        StreamRows source = new StreamRows(plan.source(), Planner.readRequest(plan, stream), stream.mapping());
        List<String> lines = Differences.between(source, rows, differing);
        return lines.isEmpty() ? counts(found) : lines;
    }

    private List<String> counts(Buckets found) {
        return List.of(sent.buckets.rowCount() + " rows with the content hash " + sent.buckets.contentHash()
                + " were written, and the destination has " + found.rowCount() + " with " + found.contentHash());
    }

    private void checkMerged(StreamRows rows) throws Exception {
        DifferingRows differing = new DifferingRows();
        rows.forEach(batch -> {
            HashedRows hashed = HashedRows.of(batch);
            for (int row = 0; row < hashed.size(); row++) {
                if (sent.keyed.match(hashed, row) == KeyedRows.Match.DIFFERENT) {
                    differing.add(Differences.name(batch, row) + ": differs from what was merged");
                }
            }
        });
        List<String> lines = differing.lines();
        if (sent.keyed.missing() > 0) {
            lines.add(sent.keyed.missing() + " rows that were merged are missing at the destination");
        }
        if (!lines.isEmpty()) {
            throw failed(lines);
        }
    }

    private ConnectorException failed(List<String> lines) {
        return new ConnectorException(
                ErrorCode.VERIFICATION_FAILED,
                "'" + request.target() + "' doesn't hold what was written: " + String.join("; ", lines));
    }
}
