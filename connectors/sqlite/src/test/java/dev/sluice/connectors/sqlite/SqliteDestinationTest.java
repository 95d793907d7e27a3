package dev.sluice.connectors.sqlite;

import static dev.sluice.connectors.sqlite.Fixture.ORDERS;
import static dev.sluice.connectors.sqlite.Fixture.batch;
import static dev.sluice.connectors.sqlite.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDestinationTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @Test
    void aNewFileHoldsTheTargetAndNothingOfOurs() throws Exception {
        CommitResult result = db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1, 2, 3));

        assertThat(result.rows()).isEqualTo(3);
        assertThat(db.tables()).containsExactly("orders");
        assertThat(db.query("SELECT id, note FROM orders ORDER BY id"))
                .containsExactly(List.of(1, "note 1"), List.of(2, "note 2"), List.of(3, "note 3"));
        assertThat(db.query("SELECT name, \"notnull\", pk FROM pragma_table_info('orders')"))
                .containsExactly(List.of("id", 1, 1), List.of("note", 0, 0));
    }

    @Test
    void aPlanDoesNotCreateTheFile() {
        db.destination.plan(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE));

        assertThat(db.path).doesNotExist();
    }

    @Test
    void askingForAStateDoesNotCreateTheFile() {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.APPEND);

        assertThat(db.destination.states(request)).isEmpty();
        assertThat(db.destination.putState(request, "{}")).isFalse();
        assertThat(db.destination.putState(request, "")).isTrue();
        assertThat(db.path).doesNotExist();
    }

    @Test
    void aTableWithNothingToKeepIsReplacedWithItsColumns() throws Exception {
        db.run("CREATE TABLE orders (id INTEGER, old TEXT)", "INSERT INTO orders VALUES (9, 'old')");
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        assertThat(db.destination.plan(request).publish()).startsWith("drop the old table");
        db.write(request, orders(1));

        assertThat(db.query("SELECT * FROM orders")).containsExactly(List.of(1, "note 1"));
    }

    @Test
    void whatBelongsToATableIsKept() throws Exception {
        List<String> definitions = List.of(
                "CREATE TABLE orders (id INTEGER, note TEXT); CREATE INDEX by_note ON orders (note)",
                "CREATE TABLE orders (id INTEGER, note TEXT UNIQUE)",
                "CREATE TABLE orders (id INTEGER CHECK (id > 0), note TEXT)",
                "CREATE TABLE orders (id INTEGER, note TEXT DEFAULT 'x')",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT COLLATE NOCASE)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT) WITHOUT ROWID",
                "CREATE TABLE orders (id INTEGER, note TEXT, twice INT AS (id * 2))",
                "CREATE TABLE other (id INTEGER PRIMARY KEY);"
                        + "CREATE TABLE orders (id INTEGER REFERENCES other (id), note TEXT)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT);"
                        + "CREATE TABLE items (order_id INTEGER REFERENCES orders (id))",
                "CREATE TABLE orders (id INTEGER, note TEXT); CREATE TABLE log (id);"
                        + "CREATE TRIGGER logged AFTER INSERT ON orders BEGIN INSERT INTO log VALUES (new.id); END");
        for (String definition : definitions) {
            Files.deleteIfExists(db.path);
            db.run(definition.split("; ?(?=CREATE)"));
            db.run("INSERT INTO orders (id, note) VALUES (9, 'old')");
            List<Object> before = db.column("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
            WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
            assertThat(db.destination.plan(request).publish()).as(definition).startsWith("delete and insert");
            db.write(request, orders(1, 2));

            assertThat(db.column("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"))
                    .isEqualTo(before);
            assertThat(db.column("SELECT id FROM orders ORDER BY id")).containsExactly(1, 2);
        }
    }

    @Test
    void viewsSurviveAReplacement() throws Exception {
        db.run(
                "CREATE TABLE orders (id INTEGER, note TEXT)",
                "CREATE VIEW ids AS SELECT id FROM orders",
                "CREATE VIEW broken AS SELECT x FROM gone");
        db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(5));

        assertThat(db.column("SELECT id FROM ids")).containsExactly(5);
    }

    @Test
    void appendAddsAndRemembersTheState() throws Exception {
        db.write(db.writeRequest("orders", ORDERS, WriteMode.APPEND), "cursor 1", orders(1));
        WriteRequest second = db.writeRequest("orders", ORDERS, WriteMode.APPEND);
        WriteHandle handle = db.destination.begin(second);
        assertThat(db.destination.state(second)).isEqualTo("cursor 1");
        CommitToken token = db.stage(second, handle, 0, 1, orders(2));
        db.destination.commit(second, handle, new Commit(List.of(token), List.of(), "cursor 1", "cursor 2"));

        assertThat(db.column("SELECT id FROM orders ORDER BY id")).containsExactly(1, 2);
        assertThat(db.column("SELECT state FROM _sluice_state")).containsExactly("cursor 2");
        assertThat(db.tables()).containsExactly("_sluice_state", "orders");
    }

    @Test
    void aSecondCommitChangesNothing() throws Exception {
        for (WriteMode mode : List.of(WriteMode.OVERWRITE, WriteMode.APPEND)) {
            WriteRequest request = db.writeRequest(mode.name(), ORDERS, mode);
            WriteHandle handle = db.destination.begin(request);
            Commit commit = new Commit(List.of(db.stage(request, handle, 0, 1, orders(1, 2))), "");
            db.destination.commit(request, handle, commit);

            assertThat(db.destination.commit(request, handle, commit).rows()).isEqualTo(2);
            assertThat(db.column("SELECT count(*) FROM " + mode)).containsExactly(2);
        }
    }

    @Test
    void aSecondAttemptOfAStagedSplitAddsNothing() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(request);
        CommitToken first = db.stage(request, handle, 0, 1, orders(1, 2));
        CommitToken second = db.stage(request, handle, 0, 2, orders(1, 2));

        assertThat(second).isEqualTo(first);
        db.destination.commit(request, handle, new Commit(List.of(second), ""));
        assertThat(db.column("SELECT id FROM orders")).containsExactly(1, 2);
    }

    @Test
    void aCommitThatMissesASplitIsRefused() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(request);
        CommitToken token = db.stage(request, handle, 0, 1, orders(1));
        db.stage(request, handle, 1, 1, orders(2));

        assertFailure(
                () -> db.destination.commit(request, handle, new Commit(List.of(token), "")),
                ErrorCode.VERIFICATION_FAILED,
                "2 splits with 2 rows");
        db.destination.abort(request, handle);
        assertThat(db.tables()).isEmpty();
    }

    @Test
    void rowsAreNotReplacedByNoneUnlessAllowed() throws Exception {
        db.run("CREATE TABLE orders (id INTEGER, note TEXT)", "INSERT INTO orders VALUES (9, 'old')");
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        assertFailure(() -> db.write(request), ErrorCode.VERIFICATION_FAILED, "allow_empty");
        assertThat(db.column("SELECT id FROM orders")).containsExactly(9);

        db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE, true));
        assertThat(db.column("SELECT id FROM orders")).isEmpty();
    }

    @Test
    void whatACrashedRunLeftIsDropped() throws Exception {
        WriteRequest crashed = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        db.stage(crashed, db.destination.begin(crashed), 0, 1, orders(1, 2));
        assertThat(db.tables()).hasSize(2);

        db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(3));
        assertThat(db.tables()).containsExactly("orders");
        assertThat(db.column("SELECT id FROM orders")).containsExactly(3);
    }

    @Test
    void columnsThatDoNotFitAreRefusedBeforeRowsMove() throws Exception {
        db.run("CREATE TABLE orders (id TEXT, nots TEXT, must INTEGER NOT NULL)");

        assertThatThrownBy(() -> db.destination.plan(db.writeRequest("orders", ORDERS, WriteMode.APPEND)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("its column 'id' is TEXT, which can't hold int64")
                .hasMessageContaining("its column 'must' is NOT NULL without a default");
    }

    @Test
    void aStrictTableGetsColumnsOfTheTypesItKnows() throws Exception {
        db.run("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT");
        Schema schema = new Schema(
                List.of(
                        Field.required("id", Type.INT64),
                        Field.of("a", Type.BOOLEAN),
                        Field.of("b", Type.FLOAT32),
                        Field.of("c", new Type.Decimal(12, 2)),
                        Field.of("d", Type.DATE),
                        Field.of("e", Type.BINARY),
                        Field.of("f", new Type.Text(3))),
                List.of("id"));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.MERGE);
        WriteRequest marking =
                request.withRules(request.rules().withDeletes(new Deletes(Deletes.Kind.SOFT, BigDecimal.TEN)));

        assertThat(db.destination.plan(marking).columns())
                .extracting(WritePlan.ColumnPlan::nativeType)
                .containsExactly("INTEGER", "INTEGER", "REAL", "TEXT", "TEXT", "BLOB", "TEXT");
        assertThat(db.destination.plan(marking).columns().get(3).loss())
                .isEqualTo("kept as TEXT, since the table is STRICT");
        db.write(marking, Fixture.batch(schema, new Object[] {
            1L, true, 1.5f, new BigDecimal("1.50"), LocalDate.of(2024, 2, 29), new byte[] {1}, "abc"
        }));
        assertThat(db.query("SELECT a, b, c, d, hex(e), f, _sluice_deleted_at FROM t"))
                .containsExactly(Arrays.asList(1, 1.5, "1.50", "2024-02-29", "01", "abc", null));
    }

    @Test
    void aColumnThatWouldBendValuesIsRefused() throws Exception {
        db.run("CREATE TABLE t (a STRING, b DECIMAL(38,2), c JSON)");
        Schema schema =
                Schema.of(Field.of("a", Type.STRING), Field.of("b", new Type.Decimal(30, 2)), Field.of("c", Type.JSON));

        assertThatThrownBy(() -> db.destination.plan(db.writeRequest("t", schema, WriteMode.APPEND)))
                .hasMessageContaining("'a' is STRING")
                .hasMessageContaining("'b' is DECIMAL(38,2)")
                .hasMessageContaining("'c' is JSON");
    }

    @Test
    void contract21NamesThatAreTheSameToSqliteAreRefused() {
        Schema schema = Schema.of(Field.of("Name", Type.STRING), Field.of("name", Type.STRING));

        assertFailure(
                () -> db.destination.plan(db.writeRequest("t", schema, WriteMode.OVERWRITE)),
                ErrorCode.INCOMPATIBLE_SCHEMA,
                "'Name' and 'name'");
    }

    @Test
    void contract21TablesWhoseNamesDifferByCaseAreOnePlace() {
        String place = db.destination.place(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE));

        assertThat(db.destination.place(db.writeRequest("Orders", ORDERS, WriteMode.APPEND)))
                .isEqualTo(place);
        assertThat(db.destination.place(db.writeRequest("orders", ORDERS, WriteMode.APPEND)
                        .withTarget(StreamName.parse("main.orders"))))
                .isEqualTo(place);
        assertThat(db.destination.place(db.writeRequest("orders2", ORDERS, WriteMode.OVERWRITE)))
                .isNotEqualTo(place);
    }

    @Test
    void aStateIsFoundHoweverThePipelineWritesTheTargetsName() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.APPEND);
        db.write(request, "cursor 1", orders(1));
        for (StreamName spelt :
                List.of(StreamName.of("Orders"), StreamName.parse("main.orders"), StreamName.parse("MAIN.Orders"))) {
            WriteRequest again =
                    db.writeRequest(spelt.name(), ORDERS, WriteMode.APPEND).withTarget(spelt);
            assertThat(db.destination.state(again)).as(spelt.toString()).isEqualTo("cursor 1");
        }
        assertThat(db.destination.state(db.writeRequest("orders2", ORDERS, WriteMode.APPEND)))
                .isEmpty();
    }

    @Test
    void aViewIsNoTarget() throws Exception {
        db.run("CREATE VIEW orders AS SELECT 1 AS id, '' AS note");

        assertFailure(
                () -> db.destination.plan(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE)),
                ErrorCode.INCOMPATIBLE_SCHEMA,
                "is a view");
    }

    @Test
    void contract15ADoubledKeyIsRefusedWithItsRow() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        assertFailure(() -> db.write(request, orders(1, 2, 3), orders(4, 2)), ErrorCode.VALUE_REFUSED, "row 5");
    }

    @Test
    void valuesThatRepeatAndNullsBetweenThemAreStoredInEachRow() throws Exception {
        Schema schema = Schema.of(List.of(
                Field.of("a", Type.INT64),
                Field.of("b", Type.STRING),
                Field.of("c", Type.BINARY),
                Field.of("d", Type.DATE)));
        byte[] bytes = {0, 1};
        LocalDate day = LocalDate.of(2024, 2, 29);
        Object[] full = {7L, "x\0y", bytes, day};
        Object[] empty = {null, null, null, null};
        Object[] other = {0L, "", new byte[0], day};
        db.write(
                db.writeRequest("t", schema, WriteMode.OVERWRITE),
                Fixture.batch(schema, full, full, empty, full, other, other),
                Fixture.batch(schema, other, empty, empty, full));

        String row = "7|780079|0001|2024-02-29";
        String none = "|||";
        String rest = "0|||2024-02-29";
        assertThat(db.column("SELECT ifnull(a, '') || '|' || hex(ifnull(b, '')) || '|' || hex(ifnull(c, '')) || '|'"
                        + " || ifnull(d, '') FROM t ORDER BY rowid"))
                .isEqualTo(List.of(row, row, none, row, rest, rest, rest, none, none, row));
        assertThat(db.column("SELECT DISTINCT typeof(a) || typeof(b) || typeof(c) || typeof(d) FROM t ORDER BY 1"))
                .containsExactly("integertextblobtext", "nullnullnullnull");
    }

    @Test
    void contract08NanIsRefusedWithItsRow() throws Exception {
        Schema schema = Schema.of(Field.of("x", Type.FLOAT64));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);

        assertFailure(
                () -> db.write(request, batch(schema, new Object[] {1.5}, new Object[] {Double.NaN})),
                ErrorCode.VALUE_REFUSED,
                "split 0, row 2, column 'x'");
    }

    @Test
    void aLockedDatabaseSaysSo() throws Exception {
        db.run("CREATE TABLE orders (id INTEGER, note TEXT)");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + db.path)) {
            other.createStatement().execute("BEGIN EXCLUSIVE");

            assertFailure(
                    () -> db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1)),
                    ErrorCode.TRY_AGAIN,
                    "another connection holds a lock");
        }
    }

    @Test
    void aTableKeepsDecimalsAndTextAsTheyAre() throws Exception {
        Schema schema = Schema.of(
                Field.of("price", new Type.Decimal(12, 2)),
                Field.of("any", Type.NUMERIC),
                Field.of("text", Type.STRING),
                Field.of("json", Type.JSON));
        RecordBatch rows = batch(
                schema,
                new Object[] {new BigDecimal("10.50"), "1.000", "007", "12"},
                new Object[] {new BigDecimal("-0.01"), "12345678901234567890.5", "", "{\"a\":1.0}"},
                new Object[] {null, null, "nul\0inside", null});
        db.write(db.writeRequest("t", schema, WriteMode.OVERWRITE), rows);

        assertThat(db.query("SELECT price, any, typeof(price), typeof(text), typeof(json) FROM t LIMIT 2"))
                .containsExactly(
                        List.of("10.50", "1.000", "text", "text", "text"),
                        List.of("-0.01", "12345678901234567890.5", "text", "text", "text"));
        assertThat(db.read("t"))
                .containsExactly(
                        List.of(new BigDecimal("10.50"), "1.000", "007", "12"),
                        List.of(new BigDecimal("-0.01"), "12345678901234567890.5", "", "{\"a\":1.0}"),
                        java.util.Arrays.asList(null, null, "nul\0inside", null));
    }

    @Test
    void aDatabaseInUtf16TakesTextToo() throws Exception {
        db.run("PRAGMA encoding = 'UTF-16'", "CREATE TABLE seed (id INTEGER)");
        db.write(
                db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE),
                batch(ORDERS, new Object[] {1L, "Größe €"}, new Object[] {2L, ""}));

        assertThat(db.column("SELECT note FROM orders")).containsExactly("Größe €", "");
        assertThat(db.read("orders")).containsExactly(List.of(1L, "Größe €"), List.of(2L, ""));
    }

    @Test
    void theSourceFileMayBeTheDestinationFile() throws Exception {
        db.run("CREATE TABLE orders (id INTEGER, note TEXT)", "INSERT INTO orders VALUES (1, 'a')");
        List<List<Object>> rows = db.read("orders");
        db.write(
                db.writeRequest("copy", ORDERS, WriteMode.OVERWRITE),
                batch(ORDERS, rows.getFirst().toArray()));

        assertThat(db.read("copy")).isEqualTo(rows);
    }

    @Test
    void aMissingFolderIsNamed() {
        Fixture missing = new Fixture(folder.resolve("no").resolve("where"));

        assertFailure(
                () -> missing.destination.begin(missing.writeRequest("t", ORDERS, WriteMode.OVERWRITE)),
                ErrorCode.DATABASE_NOT_FOUND,
                "no folder");
    }

    private static void assertFailure(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
