package dev.sluice.connectors.sqlite;

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
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A database file, looked at and changed by plain SQL, and the connectors called step by step. */
final class Fixture {
    static final Schema ORDERS =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("note", Type.STRING)), List.of("id"));

    final SqliteSource source = new SqliteSource();
    final SqliteDestination destination = new SqliteDestination();
    final Path path;
    private int runs;

    Fixture(Path folder) {
        path = folder.resolve("test.db");
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, as the driver's objects. */
    List<List<Object>> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
            return dev.sluice.connectors.jdbc.Statements.query(connection, sql, row -> {
                List<Object> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getObject(i));
                }
                return values;
            });
        }
    }

    List<Object> column(String sql) throws SQLException {
        return query(sql).stream().map(List::getFirst).toList();
    }

    List<Object> tables() throws SQLException {
        return column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    }

    Options sourceOptions(Object... more) {
        return Options.of(SqliteOptions.SOURCE, config(more));
    }

    Options destinationOptions(Object... more) {
        return Options.of(SqliteOptions.DESTINATION, config(more));
    }

    private Map<String, Object> config(Object... more) {
        Map<String, Object> config = new java.util.HashMap<>(Map.of("database_path", path.toString()));
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    CatalogStream stream(String name) {
        return source.discoverSchema(DiscoverRequest.of(sourceOptions())).streams().stream()
                .filter(stream -> stream.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ReadRequest readRequest(CatalogStream stream, int parallelism, Object... options) {
        return new ReadRequest(
                sourceOptions(options), stream, stream.schema(), parallelism, new BatchSize(100, 1 << 20), 1 << 24);
    }

    List<List<Object>> read(String table) throws Exception {
        return read(readRequest(stream(table), 1));
    }

    List<List<Object>> read(ReadRequest request) throws Exception {
        return read(request, RowErrors.FAIL);
    }

    List<List<Object>> read(ReadRequest request, RowErrors errors) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (SplitPlan plan = source.planSplits(request)) {
            for (Split split : plan.splits()) {
                rows.addAll(read(request, split, errors));
            }
        }
        return rows;
    }

    List<List<Object>> read(ReadRequest request, Split split) throws Exception {
        return read(request, split, RowErrors.FAIL);
    }

    private List<List<Object>> read(ReadRequest request, Split split, RowErrors errors) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        source.read(request, split, new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                IntStream.range(0, batch.rowCount())
                        .mapToObj(row -> Values.row(batch, row))
                        .forEach(rows::add);
            }

            @Override
            public RowErrors rowErrors() {
                return errors;
            }
        });
        return rows;
    }

    WriteRequest writeRequest(String target, Schema schema, WriteMode mode) {
        return writeRequest(target, schema, mode, false);
    }

    WriteRequest writeRequest(String target, Schema schema, WriteMode mode, boolean allowEmpty) {
        return new WriteRequest(
                String.format("%026d", ++runs),
                "pipeline",
                StreamName.of("stream"),
                destinationOptions("busy_timeout", 0),
                StreamName.of(target),
                schema,
                mode,
                allowEmpty,
                1,
                new BatchSize(100, 1 << 20),
                1 << 24);
    }

    CommitResult write(WriteRequest request, RecordBatch... batches) throws Exception {
        return write(request, "", batches);
    }

    CommitResult write(WriteRequest request, String state, RecordBatch... batches) throws Exception {
        WriteHandle handle = destination.begin(request);
        CommitToken token = stage(request, handle, 0, 1, batches);
        return destination.commit(request, handle, new Commit(List.of(token), state));
    }

    CommitToken stage(WriteRequest request, WriteHandle handle, int split, int attempt, RecordBatch... batches)
            throws Exception {
        return destination.write(new WriteTask(request, handle, split, attempt), input(request.schema(), batches));
    }

    static BatchInput input(Schema schema, RecordBatch... batches) {
        Iterator<RecordBatch> rest = Arrays.asList(batches).iterator();
        return new BatchInput() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public RecordBatch next() {
                return rest.hasNext() ? rest.next() : null;
            }
        };
    }

    static RecordBatch batch(Schema schema, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.length + 1);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                Values.append(schema.type(i), builder.column(i), row[i]);
            }
        }
        return builder.build();
    }

    /** Rows of {@link #ORDERS}. */
    static RecordBatch orders(long... ids) {
        return batch(
                ORDERS,
                Arrays.stream(ids)
                        .mapToObj(id -> new Object[] {id, "note " + id})
                        .toArray(Object[][]::new));
    }
}
