package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.testkit.conformance.TlsConformance;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SqlEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

class MysqlTlsTest extends TlsConformance {
    @Override
    protected SqlEndpoint start(ServerCertificate shown) {
        return TestingMysql.mysqlWithCertificate(shown);
    }

    @Override
    protected SourceConnector source() {
        return new MysqlSource();
    }

    @Override
    protected Options options(Map<String, Object> config) {
        Map<String, Object> complete = new TreeMap<>(config);
        complete.put("database", "information_schema");
        return Options.of(MysqlOptions.SOURCE, complete);
    }

    @Override
    protected boolean isEncrypted(Options options) throws SQLException {
        try (Connection connection = Session.openToRead(options)) {
            return !Statements.query(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", row -> row.getString(2))
                    .getFirst()
                    .isEmpty();
        }
    }
}
