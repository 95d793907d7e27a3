package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of other schemas than the one whose tables a source lists, which are named with their schema. */
class NamedSchemasTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private TestingDatabase database;

    @BeforeEach
    void createTables() {
        database = TestingPostgres.shared().createDatabase();
        database.execute(
                "CREATE SCHEMA lake",
                "CREATE SCHEMA audit",
                "CREATE TABLE sales (id int)",
                "CREATE TABLE lake.items (id int)",
                "INSERT INTO lake.items VALUES (7)",
                "CREATE TABLE lake.\"in.parts\" (id int)",
                "CREATE TABLE audit.log (id int)");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void oneTableIsCopiedAndLookedAt() throws IOException {
        assertThat(run(
                        "copy",
                        address("") + "#lake.items",
                        folder.resolve("out.csv").toString()))
                .as(out.toString())
                .isZero();
        assertThat(folder.resolve("out.csv")).hasContent("id\n7\n");
        assertThat(run("preview", address("") + "#lake.items")).isZero();
        assertThat(run("discover", address(""), "lake.*")).isZero();
        assertThat(out.toString()).contains("lake.items  (table", "lake.in.parts  (table");
    }

    @Test
    void theSchemasOfAllStreamsAreListedBesideTheUsualOne() throws IOException {
        assertThat(plan("", "[lake.*, audit.log, sales]")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("lake.items ->", "lake.in.parts ->", "audit.log ->", "public.sales ->");
    }

    @Test
    void aGlobWithoutASchemaIsForTheUsualOne() throws IOException {
        assertThat(plan("", "[\"*\"]")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("public.sales ->").doesNotContain("lake.items");

        assertThat(plan("", "[\"*\", lake.items]")).isNotZero();
        assertThat(out.toString()).contains("there is no stream 'lake.items'");
    }

    @Test
    void aSchemaThatIsSetIsTheOnlyOne() throws IOException {
        assertThat(plan("?schema=public", "[lake.items]")).isNotZero();
        assertThat(out.toString()).contains("there is no stream 'lake.items'; there is 'public.sales'");
    }

    private int plan(String options, String streams) throws IOException {
        Files.writeString(
                folder.resolve("lake.yaml"),
                "source: '" + address(options) + "'\ndestination: sqlite:lake.db\nstreams: " + streams + "\n");
        return run("plan", "lake.yaml");
    }

    private String address(String options) {
        return "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                + database.port() + "/" + database.name() + options;
    }

    private int run(String... arguments) {
        return Commands.run(folder, out, out, arguments);
    }
}
