package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Incremental runs from the command line: what they read, what they leave out, and what is known of them afterwards. */
class IncrementalCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void orders() throws SQLException {
        sql(
                "s.db",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at TEXT, total DECIMAL(10,2))",
                "INSERT INTO orders VALUES (1, '2026-01-01', 1.5), (2, '2026-01-02', 2.5), (3, NULL, 3)");
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Commands.run(folder, out, err, args);
    }

    private void pipeline(String name, String destination, String more) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
            name: %s
            source: sqlite:s.db
            destination: %s
            streams:
              - name: orders
                sync_mode: incremental
                cursor_field: updated_at
            %s
            """.formatted(name, destination, more.indent(4)));
    }

    private JsonNode runAndReport() throws IOException {
        assertThat(run("run", "shop.yaml", "--verify", "full", "--report", "report.json"))
                .as(err.toString())
                .isZero();
        return JSON.readTree(Files.readString(folder.resolve("report.json")))
                .path("streams")
                .get(0);
    }

    private void sql(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    private List<String> rows(String database, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void aCursorThatIsWrittenAnotherWayIsToldHow() throws Exception {
        sql("s.db", "DROP TABLE orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at TIMESTAMP)");
        pipeline("shop", "sqlite:t.db", "initial_value: 2026-01-01");

        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString())
                .contains("initial_value '2026-01-01' is no value of the cursor 'updated_at'")
                .contains("a timestamp is written 2026-01-31T18:30:00");
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 10, 9",
        "'DECIMAL(10,2)', 10.01, 9.5",
        "REAL, 1.5, -2",
        "DATE, 2026-02-01, 2026-01-31",
        "TIMESTAMP, 2026-01-31T18:30:00.5, 2026-01-31T18:30:00"
    })
    void aWindowThatIsTurnedRoundIsRefused(String type, String late, String early) throws Exception {
        sql("s.db", "DROP TABLE orders", "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at " + type + ")");
        pipeline("shop", "sqlite:t.db", "initial_value: " + late + "\nuntil: " + early);
        assertThat(run("plan", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("initial_value", "comes after until", "exchange them");

        pipeline("shop", "sqlite:t.db", "initial_value: " + early + "\nuntil: " + late);
        assertThat(run("plan", "shop.yaml")).as(err.toString()).isZero();
    }

    @Test
    void theStateOfATargetThatIsNotThereCannotBeSet() throws Exception {
        pipeline("shop", "sqlite:t.db", "");

        assertThat(run("state", "set", "shop.yaml", "--cursor", "2026-01-02")).isEqualTo(2);
        assertThat(err.toString()).contains("'orders' isn't there yet", "set 'initial_value'");
        assertThat(rows("t.db", "SELECT name FROM sqlite_schema")).isEmpty();
        assertThat(run("state", "reset", "shop.yaml")).isZero();
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(3);
        assertThat(run("state", "set", "shop.yaml", "--cursor", "2026-01-02")).isZero();
    }

    @Test
    void aCursorThatIsSetToNothingIsRefused() throws Exception {
        pipeline("shop", "sqlite:t.db", "write_mode: append");
        runAndReport();

        assertThat(run("state", "set", "shop.yaml", "--cursor", "")).isEqualTo(2);
        assertThat(err.toString()).contains("orders: the cursor is empty", "sluice state reset");
        assertThat(runAndReport().path("rows_written").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "REAL, 1.5, NaN, no number comes after it",
        "REAL, 1.5, Infinity, no number comes after it",
        "BLOB, x'00000000000007D1', 0x00000000000007D1, bytes are written in base64"
    })
    void aCursorThatNoRunCouldGoOnFromIsRefused(String type, String value, String cursor, String why) throws Exception {
        sql(
                "s.db",
                "DROP TABLE orders",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at " + type + ")",
                "INSERT INTO orders VALUES (1, " + value + ")");
        pipeline("shop", "sqlite:t.db", "write_mode: append");
        runAndReport();

        assertThat(run("state", "set", "shop.yaml", "--cursor", cursor)).isEqualTo(2);
        assertThat(err.toString()).contains("orders: the cursor '" + cursor + "'", why);
        sql("s.db", "INSERT INTO orders VALUES (2, " + value + ")");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
    }

    @Test
    void contract02ALookbackThatBecameLongerDoublesNoRow() throws Exception {
        sql(
                "s.db",
                "DROP TABLE orders",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at INTEGER)",
                "INSERT INTO orders VALUES (1, 10), (2, 20), (3, 30)");
        pipeline("shop", "sqlite:t.db", "write_mode: append");
        runAndReport();

        pipeline("shop", "sqlite:t.db", "write_mode: append\nlookback: 14.5");
        assertThat(runAndReport().path("rows_written").asInt()).isZero();
        assertThat(err.toString()).contains("the lookback begins at 30 this time");
        sql("s.db", "INSERT INTO orders VALUES (4, 40)");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        sql("s.db", "INSERT INTO orders VALUES (5, 35), (6, 25)");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        sql("s.db", "INSERT INTO orders VALUES (7, 60)");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        sql("s.db", "INSERT INTO orders VALUES (8, 46), (9, 44)");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("this time");
        assertThat(rows("t.db", "SELECT group_concat(id) FROM (SELECT id FROM orders ORDER BY id)"))
                .containsExactly("1,2,3,4,5,7,8");
    }

    @Test
    void contract02ALookbackReachesNoRowsBelowTheInitialValueOrOneThatWasSet() throws Exception {
        sql(
                "s.db",
                "DROP TABLE orders",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at INTEGER)",
                "INSERT INTO orders VALUES (1, 10), (2, 20), (3, 30)");
        pipeline("shop", "sqlite:t.db", "write_mode: append\ninitial_value: 20\nlookback: 15");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(2);
        assertThat(runAndReport().path("rows_written").asInt()).isZero();
        assertThat(run("state", "set", "shop.yaml", "--cursor", "25")).isZero();
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);

        pipeline("merged", "sqlite:m.db", "primary_key: [id]\ninitial_value: 20\nlookback: 15");
        runAndReport();
        runAndReport();
        assertThat(rows("m.db", "SELECT count(*) FROM orders")).containsExactly("2");
    }

    @Test
    void aMergeTakesWhatIsNewAndChanged() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        JsonNode first = runAndReport();
        assertThat(first.path("sync_mode").asString()).isEqualTo("incremental");
        assertThat(first.path("write_mode").asString()).isEqualTo("merge");
        assertThat(first.path("cursor").asString()).isEqualTo("2026-01-02");
        assertThat(first.path("verified").asString()).isEqualTo("full");
        assertThat(first.path("content_hash").asString()).hasSize(32);

        sql(
                "s.db",
                "UPDATE orders SET total = 9, updated_at = '2026-01-05' WHERE id = 1",
                "INSERT INTO orders VALUES (4, '2026-01-02', 4)");
        runAndReport();

        assertThat(rows("t.db", "SELECT id || ' ' || total FROM orders ORDER BY id"))
                .containsExactly("1 9.00", "2 2.50", "3 3.00", "4 4.00");
        assertThat(run("verify", "shop.yaml")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("the same, 4 rows");
    }

    @Test
    void contract02AppendedRowsAtTheBoundaryComeOnce() throws Exception {
        pipeline("lake", "{connector_type: local_file, config: {base_path: lake, format: parquet}}", "");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(3);
        sql("s.db", "INSERT INTO orders VALUES (5, '2026-01-02', 5), (6, NULL, 6), (7, '2026-01-07', 7)");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(3);
        assertThat(runAndReport().path("rows_written").asInt()).isZero();

        String lake = folder.resolve("lake/orders").toString();
        assertThat(run("copy", lake, "sqlite:" + folder.resolve("back.db") + "#orders"))
                .as(err.toString())
                .isZero();
        assertThat(rows("back.db", "SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3", "5", "6", "7");
        assertThat(run("verify", "shop.yaml")).as(out.toString()).isZero();
    }

    @Test
    void contract02AppendedRowsAtTheBoundaryComeOnceThoughAColumnWasWidened() throws Exception {
        pipeline("lake", "{connector_type: local_file, config: {base_path: lake, format: csv}}", "");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(3);
        sql(
                "s.db",
                "ALTER TABLE orders RENAME TO narrow",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at TEXT, total DECIMAL(25,3))",
                "INSERT INTO orders SELECT * FROM narrow",
                "INSERT INTO orders VALUES (4, '2026-01-02', 4.125)");

        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
    }

    @Test
    void aTableThatWasThereIsVerifiedHoweverItIsSpelt() throws Exception {
        sql("t.db", "CREATE TABLE Orders (id INTEGER PRIMARY KEY, updated_at TEXT, total DECIMAL(10,2))");
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();

        assertThat(rows("t.db", "SELECT id FROM Orders ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(run("verify", "shop.yaml")).as(out.toString()).isZero();
    }

    @Test
    void verifyNamesTheKeysOfRowsThatDiffer() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();
        sql("t.db", "UPDATE orders SET total = 7 WHERE id = 1", "DELETE FROM orders WHERE id = 2");

        assertThat(run("verify", "shop.yaml")).isEqualTo(1);
        assertThat(out.toString())
                .contains("orders -> orders: different, 3 rows at the source, 2 at the destination")
                .contains("id=1: differs in 'total'")
                .contains("id=2: missing at the destination");
    }

    @Test
    void verifyPassesOverRowsThatAreMarkedAsDeleted() throws Exception {
        pipeline("shop", "sqlite:t.db", "delete_detection: soft\ndelete_limit: 50");
        runAndReport();
        sql("s.db", "DELETE FROM orders WHERE id = 2");
        runAndReport();

        assertThat(rows("t.db", "SELECT id FROM orders WHERE _sluice_deleted_at IS NOT NULL"))
                .containsExactly("2");
        assertThat(run("verify", "shop.yaml")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("the same, 2 rows");

        sql(
                "t.db",
                "UPDATE orders SET _sluice_deleted_at ="
                        + " (SELECT _sluice_deleted_at FROM orders WHERE id = 2) WHERE id = 3");
        assertThat(run("verify", "shop.yaml")).isEqualTo(1);
        assertThat(out.toString()).contains("id=3: missing at the destination");
    }

    @Test
    void aRenamedPipelineDoesNotBeginAnewInSilence() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();
        pipeline("store", "sqlite:t.db", "");

        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString())
                .contains("was filled by pipeline 'shop'", "sluice state adopt", "sluice state reset");
        assertThat(run("state", "adopt", "shop.yaml")).isZero();
        assertThat(out.toString()).contains("goes on where pipeline 'shop', stream 'orders' ended");
        assertThat(runAndReport().path("rows_read").asInt()).isEqualTo(2);
    }

    @Test
    void aFullRefreshBetweenIncrementalRunsLeavesTheirState() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();
        Path file = folder.resolve("shop.yaml");
        String incremental = Files.readString(file);
        Files.writeString(
                file,
                incremental
                        .replace("    sync_mode: incremental\n", "    write_mode: merge\n")
                        .replace("    cursor_field: updated_at\n", ""));
        assertThat(runAndReport().path("rows_read").asInt()).isEqualTo(3);
        Files.writeString(file, incremental);

        assertThat(runAndReport().path("rows_read").asInt()).isEqualTo(2);
    }

    @Test
    void aTableThatWasDroppedIsFilledFromTheStart() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();
        sql("t.db", "DROP TABLE orders");

        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(3);
    }

    @Test
    void theStateIsShownSetAndReset() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        runAndReport();
        assertThat(run("state", "show", "shop.yaml", "--json")).isZero();
        JsonNode shown = JSON.readTree(out.toString()).get(0);
        assertThat(shown.path("cursor").asString()).isEqualTo("2026-01-02");
        assertThat(shown.path("run_id").asString()).isNotEmpty();

        assertThat(run("state", "set", "shop.yaml", "--stream", "orders", "--cursor", "2026-01-01"))
                .isZero();
        assertThat(runAndReport().path("rows_read").asInt()).isEqualTo(3);
        assertThat(run("state", "reset", "shop.yaml", "--stream", "order")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'orders'?");
        assertThat(run("state", "reset", "shop.yaml")).isZero();
        assertThat(run("state", "show", "shop.yaml")).isZero();
        assertThat(out.toString()).contains("from the start");
        assertThat(run("state")).isEqualTo(2);
    }

    @Test
    void contract03RowsWithoutACursorAreRefusedWhereThatIsAskedFor() throws Exception {
        pipeline("shop", "sqlite:t.db", "null_cursor: fail");

        assertThat(run("run", "shop.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("the cursor 'updated_at' is NULL", "null_cursor: read");
    }

    @Test
    void contract18RowsThatAreGoneAtTheSourceAreFoundByTheirKeys() throws Exception {
        pipeline("shop", "sqlite:t.db", "delete_detection: hard\ndelete_limit: 40%");
        runAndReport();
        sql("s.db", "DELETE FROM orders WHERE id = 2");

        JsonNode report = runAndReport();
        assertThat(report.path("rows_deleted").asInt()).isEqualTo(1);
        assertThat(rows("t.db", "SELECT id FROM orders ORDER BY id")).containsExactly("1", "3");

        sql("s.db", "DELETE FROM orders");
        assertThat(run("run", "shop.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("delete_limit");
        assertThat(rows("t.db", "SELECT id FROM orders ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    void rowsWithABadKeyAreRejectedOnceThoughKeysAreReadAgain() throws Exception {
        pipeline(
                "shop",
                "sqlite:t.db",
                "delete_detection: hard\non_error: reject\nmax_errors: 1\ncolumns: [\"id: int32\", updated_at]");
        sql("s.db", "INSERT INTO orders (id, updated_at) SELECT 99999999999, updated_at FROM orders WHERE id = 1");

        JsonNode report = runAndReport();
        assertThat(report.path("rows_rejected").asInt()).isEqualTo(1);
        assertThat(report.path("rows_read").asInt()).isEqualTo(4);
        assertThat(report.path("rows_written").asInt()).isEqualTo(3);
        assertThat(Files.readAllLines(Path.of(report.path("rejects").asString())))
                .hasSize(1);

        report = runAndReport();
        assertThat(report.path("rows_rejected").asInt()).isZero();
        assertThat(report.path("warnings").toString()).contains("1 row at the source with a bad key");
    }

    @Test
    void onlyNewFilesAreReadAndStatementsRunAroundThem() throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("in/1.csv"), "a,b\n1,x\n");
        Files.writeString(folder.resolve("shop.yaml"), """
            name: files
            source: {connector_type: local_file, config: {file_path: in, format: csv}}
            destination: sqlite:t.db
            streams:
              - name: in
                sync_mode: incremental
                before: CREATE TABLE IF NOT EXISTS runs (at TEXT)
                after: INSERT INTO runs VALUES (CURRENT_TIMESTAMP)
            hooks: {on_success: [{command: [/bin/sh, -c, "cat > told.json"]}]}
            """);
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        Files.writeString(folder.resolve("in/2.csv"), "a,b\n2,y\n");
        assertThat(runAndReport().path("rows_written").asInt()).isEqualTo(1);
        assertThat(runAndReport().path("rows_written").asInt()).isZero();

        assertThat(rows("t.db", "SELECT a || b FROM \"in\" ORDER BY a")).containsExactly("1x", "2y");
        assertThat(rows("t.db", "SELECT count(*) FROM runs")).containsExactly("3");
        assertThat(folder.resolve("told.json")).content().contains("\"rows_written\" : 0");
    }

    @Test
    void whatCanNotBeDoneIsSaidBeforeAnythingMoves() throws Exception {
        pipeline("shop", "sqlite:t.db", "");
        Files.writeString(
                folder.resolve("shop.yaml"),
                Files.readString(folder.resolve("shop.yaml")).replace("updated_at", "updatd_at"));
        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("cursor_field names 'updatd_at'", "did you mean 'updated_at'?");

        pipeline("shop", "sqlite:t.db", "columns: [id, total]");
        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("so needs the cursor 'updated_at' among 'columns'");

        pipeline("shop", "one.csv", "");
        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("one.csv");

        pipeline("shop", "sqlite:t.db", "initial_value: yesterday\nlookback: 3h");
        assertThat(run("run", "shop.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("lookback doesn't fit the cursor 'updated_at'");
        assertThat(folder.resolve("t.db")).doesNotExist();
    }
}
