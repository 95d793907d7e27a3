package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables that a run verifies where they are, in another namespace than the connection's too, and whose columns may be read as
 * other types than what was written to them.
 */
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

    static Stream<TestingMysql> servers() {
        return Stream.of(TestingMysql.mysql(), TestingMysql.mariadb());
    }

    private int run(String... arguments) {
        return Commands.run(folder, out, out, arguments);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void instantsAndTimesOfDayAreVerifiedInMysql(TestingMysql server) throws Exception {
        Files.writeString(folder.resolve("in.csv"), """
            id,at,clock,day
            1,2026-01-02T03:04:05.000006Z,23:59:59.999999,2026-01-02
            2,9999-12-31T23:59:59Z,00:00:00,
            3,,,1000-01-01
            """);
        try (TestingMysqlDatabase database = server.createDatabase()) {
            Files.writeString(folder.resolve("tables.yaml"), """
                name: tables
                source: in.csv
                destination:
                  connector_type: mysql
                  config: {host: %s, port: %d, database: %s, user: %s, password: "%s"}
                streams:
                  - {name: in, write_mode: overwrite}
                """.formatted(
                            database.host(), database.port(), database.name(), database.user(), database.password()));

            assertThat(run("run", "tables.yaml", "--verify", "full"))
                    .as(out.toString())
                    .isZero();
            assertThat(run("verify", "tables.yaml")).as(out.toString()).isZero();

            database.execute("update `in` set at = at + interval 1 microsecond where id = 1");
            assertThat(run("verify", "tables.yaml")).isEqualTo(1);
            assertThat(out.toString())
                    .contains("at=2026-01-02T03:04:05.000007Z")
                    .doesNotContain("id=2");
        }
    }
}
