package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Incremental runs from PostgreSQL to the same server that find no row. */
class NothingNewTest {
    private static final String DDL = "SELECT object FROM ddl WHERE object LIKE '%\\_sluice\\_%' ORDER BY 1";

    @TempDir
    Path folder;

    private TestingDatabase database;
    private String writeMode = "merge";
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void createTables() {
        database = TestingPostgres.shared().createDatabase();
        database.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, moved int NOT NULL, note text)",
                "INSERT INTO orders SELECT i, i, 'n' FROM generate_series(1, 1000) i",
                "CREATE TABLE ddl (object text)",
                """
                CREATE FUNCTION note_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO ddl SELECT object_identity FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table';
                END $$
                """,
                "CREATE EVENT TRIGGER note_ddl ON ddl_command_end EXECUTE FUNCTION note_ddl()");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    /** Looks at what the target has first, which takes the lease. */
    private JsonNode verified(String more) throws IOException {
        return run(more, "--verify", "full");
    }

    private JsonNode run(String more, String... flags) throws IOException {
        String address = "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                + database.port() + "/" + database.name();
        Files.writeString(folder.resolve("shop.yaml"), """
            name: shop
            source: %1$s
            destination: %1$s
            streams:
              - {name: public.orders, destination: public.copied, sync_mode: incremental, cursor_field: moved,
                 write_mode: %3$s%2$s}
            """.formatted(address, more, writeMode));
        String[] run = {"run", "shop.yaml", "--report", "report.json"};
        assertThat(Commands.run(
                        folder,
                        new StringWriter(),
                        err,
                        Stream.of(run, flags).flatMap(Stream::of).toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        return new JsonMapper()
                .readTree(Files.readString(folder.resolve("report.json")))
                .path("streams")
                .get(0);
    }

    private List<String> made() {
        List<String> made = database.query(DDL).stream().map(List::getFirst).toList();
        database.execute("DELETE FROM ddl");
        return made;
    }

    private String state() {
        return database.query("SELECT state FROM _sluice_state").getFirst().getFirst();
    }

    private void foundNothing(JsonNode report) {
        assertThat(report.path("status").asString()).isEqualTo("succeeded");
        assertThat(report.path("rows_written").asLong(-1)).isZero();
        assertThat(report.path("splits").asInt(-1)).isZero();
        assertThat(database.query("SELECT count(*) FROM copied").getFirst()).containsExactly("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void aRunThatFindsNothingMakesNoTableAndKeepsItsState(String mode) throws Exception {
        writeMode = mode;
        run("");
        assertThat(made()).anyMatch(table -> table.endsWith("_l")).anyMatch(table -> table.endsWith("_lock"));
        String before = state();
        foundNothing(run(""));

        assertThat(made()).isEmpty();
        // what was committed in between was looked for, so the next run needn't
        assertThat(state()).contains("1000").isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void aRunAfterItWritesNothingAtAll(String mode) throws Exception {
        writeMode = mode;
        run("");
        // other tests may use the server in between
        for (int attempt = 0; attempt < 20; attempt++) {
            List<List<String>> before = database.query("SELECT xmin, run_id, state FROM _sluice_state");
            foundNothing(run(""));
            if (database.query("SELECT xmin, run_id, state FROM _sluice_state").equals(before)) {
                database.execute("INSERT INTO orders VALUES (0, 7, 'late'), (1001, 1000, 'last')");
                assertThat(run("").path("rows_written").asLong()).isEqualTo(2);
                return;
            }
        }
        throw new AssertionError("a state was written by every run");
    }

    @Test
    void aRunThatIsToVerifyEverythingTakesItsLeaseFirst() throws Exception {
        run("");
        made();
        foundNothing(verified(""));

        assertThat(made()).singleElement().asString().endsWith("_lock");
    }

    @Test
    void aRunLooksAgainWhereAnotherHasCommittedBeforeItHadTheLease() throws Exception {
        run("");
        database.execute(
                "INSERT INTO orders SELECT i, i, 'new' FROM generate_series(1001, 1010) i",
                """
                CREATE FUNCTION commit_another() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%lock') THEN
                    INSERT INTO copied SELECT * FROM orders WHERE id BETWEEN 1001 AND 1007;
                    UPDATE _sluice_state SET run_id = 'another', state = replace(state, '"1000"', '"1007"');
                  END IF;
                END $$
                """,
                "CREATE EVENT TRIGGER commit_another ON ddl_command_end WHEN tag IN ('CREATE TABLE')"
                        + " EXECUTE FUNCTION commit_another()");
        JsonNode report = run(", late_commits: lookback, lookback: 0");

        // with the one at the boundary
        assertThat(report.path("rows_written").asLong()).isEqualTo(4);
        assertThat(report.path("cursor").asString()).isEqualTo("1010");
        assertThat(database.query("SELECT count(*) FROM copied").getFirst()).containsExactly("1010");
    }

    @Test
    void rowsThatComeAfterSuchARunAreMergedByTheNext() throws Exception {
        run("");
        run("");
        database.execute("UPDATE orders SET note = 'changed' WHERE id = 5", "INSERT INTO orders VALUES (0, 7, 'late')");
        JsonNode report = run("");

        assertThat(report.path("rows_written").asLong()).isEqualTo(2);
        assertThat(database.query("SELECT id FROM copied WHERE note <> 'n' ORDER BY id"))
                .containsExactly(List.of("0"), List.of("5"));
    }

    @Test
    void columnsThatAreNewAreAddedThoughNoRowIs() throws Exception {
        run("");
        database.execute("ALTER TABLE orders ADD COLUMN more int");
        run("");

        assertThat(database.query("SELECT count(more) FROM copied").getFirst()).containsExactly("0");
    }

    @Test
    void whatACrashedRunLeftIsRemovedThoughThereIsNothingNew() throws Exception {
        run("");
        List<String> left =
                made().stream().filter(table -> !table.endsWith("_lock")).toList();
        assertThat(left).hasSizeGreaterThan(1);
        database.execute("CREATE TABLE " + left.getFirst() + " (i int)");
        made();
        run("");

        assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE '\\_sluice\\_%' AND relkind = 'r'"))
                .containsExactly(List.of("_sluice_state"));
    }

    @Test
    void rowsThatAreGoneAreFoundThoughThereIsNothingNew() throws Exception {
        String deletes = ", delete_detection: hard, delete_limit: 50";
        run(deletes);
        database.execute("DELETE FROM orders WHERE id <= 10");
        JsonNode report = run(deletes);

        assertThat(report.path("rows_deleted").asLong()).isEqualTo(10);
        assertThat(database.query("SELECT count(*) FROM copied").getFirst()).containsExactly("990");
    }
}
