package dev.sluice.connectors.mysql;

import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SqlEndpoint;

class MariaDbTlsTest extends MysqlTlsTest {
    @Override
    protected SqlEndpoint start(ServerCertificate shown) {
        return TestingMysql.mariadbWithCertificate(shown);
    }

    @Override
    protected boolean provesItselfByThePassword() {
        return true;
    }
}
