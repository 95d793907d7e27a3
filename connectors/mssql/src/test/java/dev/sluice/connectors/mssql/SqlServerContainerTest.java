package dev.sluice.connectors.mssql;

import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.DestinationConformance;
import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SourceConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mssqlserver.MSSQLServerContainer;

/** The conformance suites on a real SQL Server 2022, where a Docker engine answers. They have not run yet. */
@EnabledIf("dockerAnswers")
class SqlServerContainerTest {
    private static final String IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";

    private static MSSQLServerContainer container;
    private static TestingSqlServer server;

    private SqlServerDatabase database;

    static boolean dockerAnswers() {
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            System.getLogger(SqlServerContainerTest.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "SKIPPED: no Docker engine answers, so nothing is tested on a real SQL Server");
        }
        return answers;
    }

    @BeforeAll
    static void start() {
        container = new MSSQLServerContainer(IMAGE).acceptLicense();
        container.start();
        server = TestingSqlServer.ofUrl("jdbc:sqlserver://" + container.getHost() + ":"
                + container.getMappedPort(MSSQLServerContainer.MS_SQL_SERVER_PORT) + ";user=" + container.getUsername()
                + ";password=" + container.getPassword() + ";encrypt=true;trustServerCertificate=true");
    }

    @AfterAll
    static void stop() {
        container.stop();
    }

    @BeforeEach
    void createDatabase() {
        database = server.createDatabase();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private SystemUnderTest system() {
        return new MssqlSystem(database);
    }

    @Nested
    class Source extends SourceConformance {
        @Override
        protected SystemUnderTest system() {
            return SqlServerContainerTest.this.system();
        }
    }

    @Nested
    class Destination extends DestinationConformance {
        @Override
        protected SystemUnderTest system() {
            return SqlServerContainerTest.this.system();
        }
    }

    @Nested
    class Crash extends CrashConformance {
        @Override
        protected SystemUnderTest system() {
            return SqlServerContainerTest.this.system();
        }
    }

    @Nested
    class RoundTrip extends RoundTripConformance {
        @Override
        protected SystemUnderTest system() {
            return SqlServerContainerTest.this.system();
        }
    }
}
