package dev.sluice.connectors.postgresql;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.TestingDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the connector against a database the way the engine does. */
record Rig(TestingDatabase database, Map<String, ?> login) {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final long MEMORY = 64 << 20;

    Rig(TestingDatabase database) {
        this(database, Map.of());
    }

    /** The same with another user and password. */
    Rig as(Map<String, ?> other) {
        return new Rig(database, other);
    }

    Options options() {
        return options(login);
    }

    Options options(Map<String, ?> changes) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "host", database.host(),
                "port", database.port(),
                "database", database.name(),
                "user", database.user(),
                "password", database.password()));
        config.putAll(changes);
        return Options.of(PostgresOptions.ALL, config);
    }

    CatalogStream stream(String name) {
        return new PostgresSource()
                .discoverSchema(DiscoverRequest.of(options())).streams().stream()
                        .filter(stream -> stream.name().name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    CatalogStream query(String sql) {
        return new PostgresSource()
                .discoverSchema(new DiscoverRequest(options(), Map.of("q", sql))).streams().stream()
                        .filter(stream -> stream.kind() == CatalogStream.Kind.QUERY)
                        .findFirst()
                        .orElseThrow();
    }

    ReadRequest readRequest(CatalogStream stream, int parallelism) {
        return new ReadRequest(options(), stream, stream.schema(), parallelism, new BatchSize(1000, 1 << 20), MEMORY);
    }

    /** All batches of a stream, read as one split. */
    List<RecordBatch> read(CatalogStream stream) throws Exception {
        return read(readRequest(stream, 1), SplitPlan.single().splits().getFirst());
    }

    List<RecordBatch> read(ReadRequest request, Split split) throws Exception {
        return read(new PostgresSource(), request, split);
    }

    static List<RecordBatch> read(PostgresSource source, ReadRequest request, Split split) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        BatchOutput out = new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                batches.add(batch);
            }
        };
        source.read(request, split, out);
        return batches;
    }

    List<List<Object>> rows(String table) throws Exception {
        return rows(read(stream(table)));
    }

    static List<List<Object>> rows(List<RecordBatch> batches) {
        List<List<Object>> rows = new ArrayList<>();
        for (RecordBatch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(Values.row(batch, row));
            }
        }
        return rows;
    }

    WriteRequest writeRequest(String target, Schema schema, WriteMode mode) {
        WriteRequest request = new WriteRequest(
                "01RUN%021d".formatted(RUNS.incrementAndGet()),
                "test",
                StreamName.of("source"),
                options(),
                StreamName.parse(target),
                schema,
                mode,
                false,
                2,
                new BatchSize(1000, 1 << 20),
                MEMORY);
        return request.withSchema(new PostgresDestination().plan(request).accepted(schema));
    }

    CommitToken stage(WriteRequest request, WriteHandle handle, int split, List<RecordBatch> batches) throws Exception {
        return stage(request, handle, split, batches, RowErrors.FAIL);
    }

    CommitToken stage(WriteRequest request, WriteHandle handle, int split, List<RecordBatch> batches, RowErrors errors)
            throws Exception {
        return stage(new PostgresDestination(), request, handle, split, batches, errors);
    }

    static CommitToken stage(
            PostgresDestination destination,
            WriteRequest request,
            WriteHandle handle,
            int split,
            List<RecordBatch> batches)
            throws Exception {
        return stage(destination, request, handle, split, batches, RowErrors.FAIL);
    }

    private static CommitToken stage(
            PostgresDestination destination,
            WriteRequest request,
            WriteHandle handle,
            int split,
            List<RecordBatch> batches,
            RowErrors errors)
            throws Exception {
        Iterator<RecordBatch> left = batches.iterator();
        BatchInput in = new BatchInput() {
            @Override
            public RowErrors rowErrors() {
                return errors;
            }

            @Override
            public Schema schema() {
                return request.schema();
            }

            @Override
            public RecordBatch next() {
                return left.hasNext() ? left.next() : null;
            }
        };
        return destination.write(new WriteTask(request, handle, split, 1), in);
    }

    CommitResult write(String target, Schema schema, WriteMode mode, List<RecordBatch> batches) throws Exception {
        PostgresDestination destination = new PostgresDestination();
        WriteRequest request = writeRequest(target, schema, mode);
        WriteHandle handle = destination.begin(request);
        try {
            CommitToken token = stage(request, handle, 0, batches);
            return destination.commit(request, handle, new Commit(List.of(token), ""));
        } catch (Exception e) {
            destination.abort(request, handle);
            throw e;
        }
    }
}
