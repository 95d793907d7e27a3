package dev.sluice.connectors.sqlite;

import static dev.sluice.connectors.sqlite.Fixture.ORDERS;
import static dev.sluice.connectors.sqlite.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.sqlite.pages.RecordEncoder;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows get into the staging table: as an INSERT would store them, in order, and with nothing left beside. */
class SqliteLoadTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INTEGER",
                "BIGINT",
                "BOOLEAN",
                "REAL",
                "DOUBLE PRECISION",
                "FLOAT4",
                "DECIMAL(15,2)",
                "NUMERIC",
                "DECIMAL_TEXT",
                "TEXT",
                "VARCHAR(9)",
                "BLOB",
                "BINARY",
                "JSON_TEXT",
                "UUID",
                "DATE",
                "TIME(9)",
                "TIMESTAMP(9)",
                "TIMESTAMP_TZ(9)",
                "DURATION_TEXT"
            })
    void aColumnStoresValuesAsAnInsertWould(String declared) throws Exception {
        List<Type> tried = new ArrayList<>();
        for (TypeMatrix.Sample sample : new SqliteSystem(folder).matrix().samples()) {
            Field field = Field.of("x", sample.type());
            if (DeclaredType.parse(declared).accept(field, declared).isPresent() && !Type.isNested(sample.type())) {
                assertStoredAsByInsert(declared, field, sample.values());
                tried.add(sample.type());
            }
        }
        assertThat(tried).isNotEmpty();
    }

    private void assertStoredAsByInsert(String declared, Field field, List<Object> values) throws Exception {
        Schema schema = Schema.of(field);
        RecordBatch batch = Fixture.batch(
                schema,
                Stream.concat(values.stream(), Stream.of((Object) null))
                        .map(value -> new Object[] {value})
                        .toArray(Object[][]::new));
        Files.deleteIfExists(db.path);
        db.run("CREATE TABLE t (x " + declared + ")", "CREATE TABLE expected (x " + declared + ")");
        db.write(db.writeRequest("t", schema, WriteMode.APPEND), batch);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO expected VALUES (iif(?2, CAST(?1" + " AS TEXT), ?1))")) {
            for (int row = 0; row < batch.rowCount(); row++) {
                bind(insert, field.type(), batch.column(0), row);
            }
        }
        String stored = "SELECT typeof(x), quote(x), hex(x) FROM ";
        assertThat(db.query(stored + "t ORDER BY rowid"))
                .as(field.type() + " in " + declared)
                .isEqualTo(db.query(stored + "expected ORDER BY rowid"));
        String payload = "SELECT sum(payload) FROM dbstat WHERE name = ";
        assertThat(db.query(payload + "'t'")).isEqualTo(db.query(payload + "'expected'"));
    }

    private static void bind(PreparedStatement insert, Type type, Column column, int row) throws SQLException {
        boolean isText = false;
        Object value = Values.get(type, column, row);
        if (value != null && type instanceof Type.Simple simple) {
            switch (simple) {
                case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT64, BINARY -> {}
                case FLOAT32 -> value = ((Float) value).doubleValue();
                default -> isText = true;
            }
        } else {
            isText = value != null;
        }
        if (isText) {
            ByteSink text = new ByteSink(64);
            ValueWriter.of(type).write(column, row, text);
            value = text.toByteArray();
        }
        insert.setObject(1, value);
        insert.setBoolean(2, isText);
        insert.executeUpdate();
    }

    @Test
    void sqliteTakesTheRecordsOfATableOfOursAsTheyAre() throws Exception {
        TypeMatrix matrix = new SqliteSystem(folder).matrix();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("id", Type.INT64));
        matrix.samples().forEach(sample -> fields.add(Field.of(sample.name(), sample.type())));
        fields.add(Field.required("last", Type.STRING));
        for (List<String> key : List.of(List.<String>of(), List.of("id"))) {
            Files.deleteIfExists(db.path);
            Schema schema = new Schema(fields, key);
            WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);
            db.destination.begin(request);
            Object[] row = new Object[fields.size()];
            row[0] = 7L;
            row[row.length - 1] = "x";
            List<String> program = programOfCopy(request, Fixture.batch(schema, new Object[][] {row}));

            assertThat(program).contains("RowCell").doesNotContain("MakeRecord", "Column");
        }
    }

    /** What SQLite does to copy a batch. */
    private List<String> programOfCopy(WriteRequest request, RecordBatch batch) throws Exception {
        StreamName staging = Staging.of(request).table();
        Path path = folder.resolve("rows");
        try (Connection connection = SqliteFile.of(request.options()).write(dev.sluice.connectors.jdbc.Purpose.LOAD);
                RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            connection.setAutoCommit(false);
            ScratchColumns columns = new ScratchColumns(
                    request.schema(),
                    new SqliteDialect().table(connection, staging).orElseThrow(),
                    TextEncoding.UTF_8);
            RowTransfer rows = new RowTransfer(
                    connection,
                    new SqliteDialect().quote(staging),
                    new ScratchFile(path).uri(),
                    columns,
                    new TableWriter(file, TextEncoding.UTF_8));
            RecordEncoder records = new RecordEncoder(columns.encoders());
            columns.take(batch);
            records.take(batch);
            assertThat(records.encode(0)).isEqualTo(1);
            rows.add(7, records.bytes(), records.start(0), records.length(0));
            rows.copy();
            return Statements.query(
                    connection,
                    "EXPLAIN INSERT INTO main." + new SqliteDialect().quote(staging) + " SELECT * FROM sluice_1.staged",
                    found -> found.getString("opcode"));
        }
    }

    @Test
    void aFileIsUsedAgainAsOftenAsThereAreRowsForIt() throws Exception {
        Schema schema = Schema.of(Field.of("id", Type.INT64), Field.of("text", Type.STRING));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);
        db.destination.begin(request);
        StreamName staging = Staging.of(request).table();
        Path path = folder.resolve("rows");
        int copies = 120;
        try (Connection connection = SqliteFile.of(request.options()).write(dev.sluice.connectors.jdbc.Purpose.LOAD);
                RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            connection.setAutoCommit(false);
            ScratchColumns columns = new ScratchColumns(
                    schema, new SqliteDialect().table(connection, staging).orElseThrow(), TextEncoding.UTF_8);
            RowTransfer rows = new RowTransfer(
                    connection,
                    new SqliteDialect().quote(staging),
                    new ScratchFile(path).uri(),
                    columns,
                    new TableWriter(file, TextEncoding.UTF_8));
            RecordEncoder records = new RecordEncoder(columns.encoders());
            for (long copy = 0; copy < copies; copy++) {
                String text = "x".repeat((int) (copy % 7) * 30_000);
                records.take(Fixture.batch(schema, new Object[] {copy, text}, new Object[] {null, ""}));
                records.encode(0);
                rows.add(1, records.bytes(), records.start(0), records.length(0));
                rows.add(2, records.bytes(), records.start(1), records.length(1));
                rows.copy();
            }
            connection.commit();
        }

        assertThat(db.query("SELECT count(*), count(id), sum(id), sum(length(text)) = sum(id % 7 * 30000) FROM "
                        + staging.name()))
                .containsExactly(List.of(2 * copies, copies, copies * (copies - 1) / 2, 1));
        assertThat(db.column("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void keysMayComeInAnyOrder() throws Exception {
        long[][] batches = {{3, 5, 9}, {10, 20}, {4, 1}, {Long.MAX_VALUE, Long.MIN_VALUE, -7}, {11, 12}};
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        db.write(request, Stream.of(batches).map(Fixture::orders).toArray(RecordBatch[]::new));

        assertThat(db.column("SELECT id || ' ' || note FROM orders ORDER BY id"))
                .isEqualTo(Stream.of(batches)
                        .flatMapToLong(java.util.Arrays::stream)
                        .sorted()
                        .mapToObj(id -> id + " note " + id)
                        .toList());
        assertThat(db.column("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void rowsWithoutAKeyKeepTheirOrder() throws Exception {
        Schema schema = new Schema(ORDERS.fields(), List.of());
        WriteRequest request = db.writeRequest("orders", schema, WriteMode.OVERWRITE);
        db.write(request, orders(3, 1), orders(2), orders(3, 0));

        assertThat(db.column("SELECT id FROM orders ORDER BY rowid")).containsExactly(3, 1, 2, 3, 0);
    }

    @Test
    void aKeyThatAnotherSplitHasIsRefusedWithItsRow() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(request);
        db.stage(request, handle, 0, 1, orders(10, 20));

        assertRefused(
                () -> db.stage(request, handle, 1, 1, orders(1, 2), orders(3, 20, 30)),
                "table 'orders', row 4 of split 1 (id = 20)");
        CommitToken token = db.stage(request, handle, 1, 2, orders(1, 2));
        assertThat(token.rows()).isEqualTo(2);
    }

    @Test
    void aKeyOfSeveralColumnsIsRefusedWithItsRow() throws Exception {
        Schema schema = new Schema(ORDERS.fields(), List.of("note", "id"));
        WriteRequest request = db.writeRequest("orders", schema, WriteMode.OVERWRITE);

        assertRefused(() -> db.write(request, orders(5, 7), orders(9, 7)), "row 4 of split 0 (note = note 7, id = 7)");
    }

    @Test
    void noKeyIsRefusedRatherThanMadeUp() {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);

        assertRefused(
                () -> db.write(
                        request, orders(1), Fixture.batch(ORDERS, new Object[] {2L, "x"}, new Object[] {null, "y"})),
                "row 3 of split 0, column 'id': a primary key can't be null");
    }

    @Test
    void nullInARequiredColumnIsRefusedWithItsRow() {
        Schema schema = Schema.of(Field.required("a", Type.STRING), Field.of("b", Type.STRING));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);

        assertRefused(
                () -> db.write(
                        request,
                        Fixture.batch(schema, new Object[] {"x", "y"}),
                        Fixture.batch(schema, new Object[] {"x", null}, new Object[] {null, "y"})),
                "table 't', row 3 of split 0: [SQLITE_CONSTRAINT_NOTNULL]");
    }

    @Test
    void aLoadLeavesNothingBesideTheDatabase() throws Exception {
        db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1));
        assertThat(files()).containsExactly("test.db");

        assertRefused(
                () -> db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1, 1)), "row 2 of split");
        assertThat(files()).containsExactly("test.db");
    }

    @Test
    void whatAKilledRunLeftIsDeletedByTheNextAndByAnAbort() throws Exception {
        WriteRequest killed = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(killed);
        ScratchFile left = ScratchFile.of(new WriteTask(killed, handle, 3, 2));
        WriteRequest other = db.writeRequest("others", ORDERS, WriteMode.OVERWRITE);
        ScratchFile others = ScratchFile.of(new WriteTask(other, handle, 0, 1));
        left.create().close();
        others.create().close();
        assertThat(left.path()).hasParent(folder);

        WriteRequest next = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle nextHandle = db.destination.begin(next);
        assertThat(left.path()).doesNotExist();
        left.create().close();
        db.destination.abort(next, nextHandle);
        assertThat(left.path()).doesNotExist();
        assertThat(others.path()).exists();
    }

    @Test
    void nobodyElseMayReadTheRowsOnTheirWay() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        ScratchFile file = ScratchFile.of(new WriteTask(request, db.destination.begin(request), 0, 1));
        file.create().close();

        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file.path()))
                    .hasSize(2)
                    .allMatch(permission -> permission.name().startsWith("OWNER_"));
        }
    }

    @Test
    void aFullDiskIsSaid() {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        ScratchFile file = new ScratchFile(folder.resolve("rows"));

        assertThat(file.failure(request.target(), new java.io.IOException("No space left on device")))
                .hasMessageContaining("table 'orders'")
                .hasMessageContaining("no space left on the disk")
                .extracting(ConnectorException::code)
                .isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void aPathMayHoldAnyCharacters() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("it's 100% #1?ü"));
        Fixture there = new Fixture(odd);
        WriteRequest request = there.writeRequest("it's", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = there.destination.begin(request);
        CommitToken token = there.stage(request, handle, 0, 1, orders(1, 2));
        there.destination.commit(request, handle, new Commit(List.of(token), ""));

        assertThat(Files.list(odd)).hasSize(1);
    }

    private Set<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + db.path);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContaining(message);
    }
}
