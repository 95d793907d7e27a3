package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Terminal terminal = Terminal.none();

    @BeforeEach
    void ordersFile() throws IOException {
        environment.put("SLUICE_STATE_DIR", folder.resolve("state").toString());
        Files.writeString(folder.resolve("orders.jsonl"), """
            {"id": 1, "customer": "Ada", "total": 10.50}
            {"id": 2, "customer": null, "total": 3.25}
            {"id": 3, "customer": "Żółć", "total": 7.00}
            """);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                environment::get,
                folder,
                Optional.empty(),
                new Redaction());
        return new CommandRunner(console).run(args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json() {
        return JSON.readTree(out.toString());
    }

    @Test
    void aPasswordFromTheEnvironmentMayHoldWhatMeansSomethingInAUri() throws Exception {
        String password = "a:b/c@d?e#f%41 +&=g";
        try (TestingDatabase database = TestingPostgres.shared().createDatabase()) {
            String role = database.name() + "_reader";
            database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
            environment.put("PW", password);
            environment.put("SERVER", database.host() + ":" + database.port());
            int exitCode = run("check", "postgresql://" + role + ":${env:PW}@${env:SERVER}/" + database.name());
            database.execute("DROP ROLE " + role);

            assertThat(exitCode).as("%s", err).isZero();
            assertThat(out.toString()).contains("ok").doesNotContain("b/c", "%2F");
        }
    }

    @Test
    void withoutACommandHelpIsShown() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("copy", "run", "plan", "check", "discover", "preview", "connectors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "run", "plan", "check", "discover", "preview", "connectors", "state", "completion"})
    void everyCommandHasHelpWithExamples(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: sluice " + command, "Examples:", "  sluice " + command);
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        // a path alone is a file of rows, whatever its name
        assertThat(out.toString()).doesNotContain(" shop.db");
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        assertThat(run("conectors")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no command 'conectors'; did you mean 'connectors'?");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMistypedOptionGetsASuggestion() {
        assertThat(run("copy", "a", "b", "--overwrit")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option '--overwrit'; did you mean '--overwrite'?");
    }

    @Test
    void missingArgumentsAreNamed() {
        assertThat(run("copy", "a")).isEqualTo(2);
        assertThat(err.toString()).contains("TO is missing");
    }

    @Test
    void aMistypedConnectorGetsASuggestion() {
        assertThat(run("connectors", "sqlit")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'sqlite'?");
    }

    @Test
    void connectorsAreListedAndDescribed() {
        assertThat(run("connectors")).isZero();
        assertThat(out.toString()).contains("local_file", "sqlite");
        assertThat(run("connectors", "sqlite")).isZero();
        assertThat(out.toString()).contains("database_path", "AS A SOURCE", "AS A DESTINATION");
    }

    @Test
    void aConnectorsSchemaNamesItsOptions() {
        assertThat(run("connectors", "sqlite", "--json")).isZero();
        JsonNode source = json().get("anyOf").get(0).get("properties");
        assertThat(source.get("connector_type").get("const").asString()).isEqualTo("sqlite");
        assertThat(source.get("config").get("properties").has("database_path")).isTrue();
        assertThat(source.get("config").get("required").toString()).contains("database_path");
    }

    @Test
    void discoverListsColumnsAndTypes() {
        assertThat(run("discover", file("orders.jsonl"), "--json")).isZero();
        JsonNode stream = json().get("streams").get(0);
        assertThat(stream.get("name").asString()).isEqualTo("orders");
        assertThat(stream.get("columns").get(0).get("type").asString()).isEqualTo("int64");
    }

    @Test
    void previewShowsNoMoreRowsThanAskedFor() {
        assertThat(run("preview", file("orders.jsonl"), "-n", "2", "--json")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"id\":1,\"customer\":\"Ada\",\"total\":10.50}",
                        "{\"id\":2,\"customer\":null,\"total\":3.25}");
        assertThat(run("preview", file("orders.jsonl"))).isZero();
        assertThat(out.toString()).contains(" 1  Ada", " 2  NULL", "Żółć");
    }

    @Test
    void aStreamThatIsNotThereGetsASuggestion() {
        assertThat(run("preview", file("orders.jsonl"), "ordres")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no stream 'ordres'; did you mean 'orders'?");
    }

    @Test
    void whatIsThereInsteadIsNamedInQuotes() throws Exception {
        Files.writeString(folder.resolve("in.csv"), "id\n1\n");
        assertThat(run("preview", file("in.csv"), "x.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no stream 'x.csv'; there is 'in'");
    }

    @Test
    void aViewOfWhatIsGoneIsNamedWithTheReason() throws Exception {
        String database = "sqlite:" + file("views.db");
        try (Connection connection = DriverManager.getConnection("jdbc:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE VIEW v AS SELECT a FROM gone");
            statement.executeUpdate("CREATE TABLE t AS SELECT 1 AS a");
        }
        assertThat(run("copy", database, file("out") + "/", "--format", "csv")).isEqualTo(1);
        assertThat(err.toString())
                .contains("v has no columns to read", "no such table: main.gone", "a stream with the name \"!v\"");
        assertThat(run("copy", database + "#v", file("v.csv"))).isEqualTo(1);
        assertThat(err.toString()).contains("v has no columns to read").doesNotContain("To leave it out");
        assertThat(run("copy", database + "#t", file("t.csv"))).isZero();
    }

    @Test
    void copyWritesOneFileAndSaysSo() throws IOException {
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"))).isZero();
        assertThat(out.toString()).startsWith("1 stream, 3 rows, ");
        assertThat(Files.readAllLines(folder.resolve("copy.jsonl"))).hasSize(3);
    }

    @Test
    void aPlainPathMayHaveAHashWhereItIsAFile() throws IOException {
        Files.copy(Path.of(file("orders.jsonl")), Path.of(file("orders #1.jsonl")));
        assertThat(run("copy", file("orders #1.jsonl"), file("copy.jsonl")))
                .as("%s", err)
                .isZero();
        assertThat(run("copy", file("orders #2.jsonl"), file("copy2.jsonl"))).isEqualTo(2);
        assertThat(err.toString()).contains("what follows its last # was taken for a stream's name");
        assertThat(Path.of(file("copy.jsonl"))).content().contains("Ada", "Żółć");
        assertThat(run("preview", file("orders.jsonl") + "#orders"))
                .as("%s", err)
                .isZero();
    }

    @Test
    void copyReplacesAFileOnlyWhenAskedTo() throws IOException {
        Files.writeString(folder.resolve("copy.jsonl"), "old\n");
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"))).isEqualTo(1);
        assertThat(err.toString()).contains("--overwrite");
        assertThat(Files.readString(folder.resolve("copy.jsonl"))).isEqualTo("old\n");
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"), "--overwrite"))
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("copy.jsonl"))).hasSize(3);
    }

    @Test
    void theReportGoesToStdoutAndToAFile() throws IOException {
        String report = file("report.json");
        assertThat(run("copy", file("orders.jsonl"), "sqlite:" + file("shop.db"), "--json", "--report", report))
                .isZero();
        assertThat(json().get("status").asString()).isEqualTo("succeeded");
        assertThat(json().get("streams").get(0).get("rows_written").asInt()).isEqualTo(3);
        assertThat(JSON.readTree(Files.readString(Path.of(report)))).isEqualTo(json());
    }

    @Test
    void aRunThatCannotBePlannedIsReportedToo() throws IOException {
        Files.writeString(folder.resolve("report.json"), "of the run before");
        Files.writeString(folder.resolve("p.yaml"), """
            name: shop
            source: nothing.jsonl
            destination: sqlite:shop.db
            """);

        assertThat(run("run", file("p.yaml"), "--report", file("report.json"))).isEqualTo(2);

        JsonNode report = JSON.readTree(Files.readString(folder.resolve("report.json")));
        assertThat(report.get("status").asString()).isEqualTo("failed");
        assertThat(run("state", "p.yaml")).isZero();
        assertThat(out.toString()).contains("failed");
    }

    @Test
    void aReportThatCannotBeWrittenIsMissedBeforeTheRun() {
        assertThat(run("copy", file("orders.jsonl"), file("orders.csv"), "--report", file("no/report.json")))
                .isEqualTo(2);

        assertThat(err.toString()).contains("there is no folder", "for the report");
        assertThat(folder.resolve("orders.csv")).doesNotExist();

        assertThat(run("copy", file("orders.jsonl"), file("orders.csv"), "--report", file(".")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is a folder; name a file in it for the report");
        assertThat(run("copy", file("orders.jsonl"), file("orders.csv"), "--report", "-"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--json prints the report on stdout");
        assertThat(folder.resolve("orders.csv")).doesNotExist();
    }

    @Test
    void contract21TwoStreamsAreNotWrittenToOneFile() throws IOException {
        Files.writeString(folder.resolve("users.jsonl"), "{\"id\": 1}\n");
        Files.writeString(folder.resolve("p.yaml"), """
            name: shop
            source: {connector_type: local_file, config: {file_path: "*.jsonl", stream_per: file}}
            destination: {connector_type: local_file, config: {base_path: all.csv, overwrite: true}}
            """);

        assertThat(run("run", file("p.yaml"))).isEqualTo(2);

        assertThat(err.toString()).contains("orders and users", "all.csv", "takes one stream");
        assertThat(folder.resolve("all.csv")).doesNotExist();
    }

    @Test
    void aStreamDoesNotReadWhatItsLastRunWrote() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.jsonl"), "{\"id\": 1}\n");
        Files.createSymbolicLink(folder.resolve("link"), data);
        String[] gather = {"copy", file("data") + "/*.jsonl", file("link") + "/all.jsonl", "--overwrite"};
        assertThat(run(gather)).as(err.toString()).isZero();
        assertThat(run(gather)).isEqualTo(2);
        assertThat(err.toString()).contains("data/all.jsonl", "its own target", "every run would read again");
        assertThat(data.resolve("all.jsonl")).hasContent("{\"id\":1}");

        assertThat(run("copy", file("data") + "/all.jsonl", file("data") + "/all.jsonl", "--overwrite"))
                .as(err.toString())
                .isZero();
        assertThat(run("copy", file("data") + "/a.jsonl", file("data") + "/all.jsonl", "--overwrite"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void aFileOfDataMayHaveAnyCharacterAnywhere() throws IOException {
        for (int length = 1000; length < 1030; length++) {
            Files.writeString(folder.resolve("a.json"), "[{\"a\":\"" + "x".repeat(length) + "😀\"}]");
            assertThat(run("copy", file("a.json"), file("b.json"), "--overwrite"))
                    .isZero();
            assertThat(folder.resolve("b.json")).content().contains("x😀");
        }
    }

    @Test
    void jsonProgressIsALineOfJsonPerEvent() {
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"), "--progress", "json"))
                .isZero();
        assertThat(err.toString()
                        .lines()
                        .map(line -> JSON.readTree(line).get("event").asString()))
                .startsWith("stream_started")
                .endsWith("stream_finished");
    }

    @Test
    void theLiveDisplayGivesTheCursorBack() {
        terminal = new Terminal(true, 80, 24, true, false);
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"))).isZero();
        assertThat(err.toString())
                .contains("✓ orders: 3 rows")
                .contains("\u001b[?25l")
                .endsWith("\u001b[?25h");
    }

    @Test
    void theLiveDisplayIsAsciiWhereTheTerminalIs() {
        terminal = new Terminal(true, 80, 24, false, false);
        assertThat(run("copy", file("orders.jsonl"), file("copy.jsonl"))).isZero();
        assertThat(err.toString()).contains("+ orders: 3 rows").matches("\\A\\p{ASCII}*\\z");
    }

    @Test
    void aPipelineRunsAndItsStateShowsIt() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
            name: shop
            source: orders.jsonl
            destination: sqlite:shop.db
            """);
        assertThat(run("state", "shop.yaml")).isZero();
        assertThat(out.toString()).contains("shop has not run yet");
        assertThat(run("plan", "shop.yaml", "--json")).isZero();
        assertThat(json().get(0).get("streams").get(0).get("name").asString()).isEqualTo("orders");
        assertThat(run("run", "shop.yaml")).isZero();
        assertThat(run("state", "shop.yaml", "--json")).isZero();
        assertThat(json().get("shop").get(0).get("status").asString()).isEqualTo("succeeded");
        assertThat(run("check", "shop.yaml")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void contract14AMissingFileIsAMessageAndNotAStackTrace() {
        assertThat(run("copy", file("nothing.jsonl"), file("copy.jsonl"))).isEqualTo(2);
        assertThat(err.toString()).contains("nothing.jsonl").doesNotContain("\tat ", "Exception");
        assertThat(run("--debug", "copy", file("nothing.jsonl"), file("copy.jsonl")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\tat dev.sluice.");
    }

    @Test
    void contract14ASystemThatIsNotThereIsExitCodeThree() {
        assertThat(run("check", "sqlite:" + file("nothing.db"))).isEqualTo(3);
        assertThat(out.toString()).startsWith("failed ");
    }

    @Test
    void contract13ATypedPasswordNeverShows() {
        assertThat(run("copy", "postgresq://app:pl4nted@db/shop", "out/", "--overwrit"))
                .isEqualTo(2);
        assertThat(err.toString() + out).doesNotContain("pl4nted");
        assertThat(run("copy", "postgresq://app:pl4nted@db/shop", "out/")).isEqualTo(2);
        assertThat(err.toString() + out).doesNotContain("pl4nted").contains("${env:NAME}");
    }

    @Test
    void contract13ASecretInAStatementIsNotKeptInTheHistory() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
            name: shop
            source: orders.jsonl
            destination: sqlite:shop.db
            streams:
              - name: orders
                before: ["SELECT dblink('host=db password=pl4nted')"]
            """);
        assertThat(run("run", file("shop.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("dblink").doesNotContain("pl4nted");
        assertThat(folder.resolve("state/history.db"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("dblink")
                .doesNotContain("pl4nted");
    }

    @Test
    void limitsAreChecked() {
        assertThat(run("copy", file("orders.jsonl"), file("c.jsonl"), "--max-memory", "lots"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--max-memory must be a size such as 512m");
        assertThat(run("copy", file("orders.jsonl"), file("c.jsonl"), "--parallelism", "-1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--parallelism must be at least 1");
    }

    @Test
    void completionScriptsNameTheCommands() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString()).contains("complete ", "preview", "--max-memory");
    }
}
