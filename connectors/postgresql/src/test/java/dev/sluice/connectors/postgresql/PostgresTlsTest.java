package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.testkit.conformance.TlsConformance;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SqlEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

class PostgresTlsTest extends TlsConformance {
    @Override
    protected SqlEndpoint start(ServerCertificate shown) {
        return TestingPostgres.withCertificate(shown);
    }

    @Override
    protected SourceConnector source() {
        return new PostgresSource();
    }

    @Override
    protected Options options(Map<String, Object> config) {
        Map<String, Object> complete = new TreeMap<>(config);
        complete.put("database", "postgres");
        return Options.of(PostgresOptions.ALL, complete);
    }

    @Override
    protected boolean isEncrypted(Options options) throws SQLException {
        try (Connection connection = Session.open(options)) {
            return Statements.query(
                            connection,
                            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                            row -> row.getBoolean(1))
                    .getFirst();
        }
    }
}
