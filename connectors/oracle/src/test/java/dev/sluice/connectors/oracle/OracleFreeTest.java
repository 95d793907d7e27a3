package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.DestinationConformance;
import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SourceConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.oracle.OracleContainer;

/** The conformance suites on a real Oracle Free 23ai, where a Docker engine answers. They have not run yet. */
@EnabledIf("dockerAnswers")
class OracleFreeTest {
    private static final String IMAGE = "gvenzl/oracle-free:23-slim-faststart";

    private static OracleContainer container;

    static boolean dockerAnswers() {
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            System.getLogger(OracleFreeTest.class.getName())
                    .log(System.Logger.Level.WARNING, "no Docker engine answers: nothing is tested on a real Oracle");
        }
        return answers;
    }

    @BeforeAll
    static void start() {
        container = new OracleContainer(IMAGE);
        container.start();
    }

    @AfterAll
    static void stop() {
        container.stop();
    }

    @Nested
    class Source extends SourceConformance {
        @Override
        protected SystemUnderTest system() throws SQLException {
            return emptied();
        }
    }

    @Nested
    class Destination extends DestinationConformance {
        @Override
        protected SystemUnderTest system() throws SQLException {
            return emptied();
        }
    }

    @Nested
    class Crash extends CrashConformance {
        @Override
        protected SystemUnderTest system() throws SQLException {
            return emptied();
        }
    }

    @Nested
    class RoundTrip extends RoundTripConformance {
        @Override
        protected SystemUnderTest system() throws SQLException {
            return emptied();
        }
    }

    private static SystemUnderTest emptied() throws SQLException {
        FreeSystem system = new FreeSystem();
        try (Connection connection = Session.overNet().open(system.destinationOptions())) {
            for (String table : system.tables(connection)) {
                Statements.run(connection, "DROP TABLE \"" + table + "\" PURGE");
            }
        }
        return system;
    }

    private static final class FreeSystem implements SystemUnderTest {
        private static final int VERSION = 23;

        @Override
        public SourceConnector source() {
            return new OracleSource();
        }

        @Override
        public DestinationConnector destination() {
            return new OracleDestination();
        }

        @Override
        public Options sourceOptions(StreamName target) {
            return Options.of(OracleOptions.SOURCE, config());
        }

        @Override
        public Options destinationOptions() {
            return Options.of(OracleOptions.DESTINATION, config());
        }

        private static Map<String, Object> config() {
            return Map.of(
                    "dsn",
                    container.getHost() + ":" + container.getOraclePort() + "/" + container.getDatabaseName(),
                    "user",
                    container.getUsername(),
                    "password",
                    container.getPassword());
        }

        @Override
        public Set<String> contents() {
            try (Connection connection = Session.overNet().open(destinationOptions())) {
                Set<String> tables = new TreeSet<>(tables(connection));
                tables.remove("_sluice_state");
                return tables;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private List<String> tables(Connection connection) throws SQLException {
            return Statements.query(connection, "SELECT table_name FROM user_tables", row -> row.getString(1));
        }

        /** Without what the connector's page says is refused or changed. */
        @Override
        public TypeMatrix matrix() {
            return TypeMatrix.all()
                    .only(type -> type != Type.JSON)
                    .without(Oddity.NEGATIVE_ZERO, Oddity.OVER_38_DIGITS)
                    .without((type, value) -> type == Type.NUMERIC && !OracleSystem.isKept((String) value))
                    .without((type, value) -> type instanceof Type.Text && value.equals(""))
                    .without((type, value) -> value instanceof byte[] bytes && bytes.length == 0);
        }

        @Override
        public Type readBack(Type written) {
            return OracleSystem.readBack(written, VERSION);
        }

        @Override
        public List<String> oddNames() {
            return OracleSystem.namesWithoutQuotes(SystemUnderTest.super.oddNames());
        }
    }
}
