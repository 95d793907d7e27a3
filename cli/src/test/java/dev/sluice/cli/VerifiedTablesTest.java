package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in another namespace than the connection's, which has a table of that name too, is the one that is verified. */
class VerifiedTablesTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void inASchemaOfPostgresql() throws IOException {
        try (TestingDatabase database = TestingPostgres.shared().createDatabase()) {
            database.execute("CREATE SCHEMA lake", "CREATE TABLE items (id int, name text)");
            verify(
                    "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                            + database.port() + "/" + database.name(),
                    "lake.items");
        }
    }

    @Test
    void inADatabaseOfMysql() throws IOException {
        try (TestingMysqlDatabase database = TestingMysql.mysql().createDatabase();
                TestingMysqlDatabase lake = TestingMysql.mysql().createDatabase()) {
            database.execute("CREATE TABLE items (id int, name text)");
            verify(
                    "mysql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                            + database.port() + "/" + database.name(),
                    lake.name() + ".items");
        }
    }

    private void verify(String address, String target) throws IOException {
        Files.writeString(folder.resolve("in.csv"), "id,name\n1,one\n2,two\n3,three\n");
        Files.writeString(folder.resolve("items.yaml"), """
            name: items
            source: in.csv
            destination: %s
            streams:
              - {name: in, destination: %s}
            """.formatted(address, target));

        assertThat(run("run", "items.yaml", "--verify", "full"))
                .as(out.toString())
                .isZero();
        assertThat(run("verify", "items.yaml")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("the same, 3 rows");
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(out),
                Terminal.none(),
                Map.of("SLUICE_STATE_DIR", folder.resolve("state").toString())::get,
                folder,
                Optional.empty(),
                new Redaction());
        return new CommandRunner(console).run(arguments);
    }
}
