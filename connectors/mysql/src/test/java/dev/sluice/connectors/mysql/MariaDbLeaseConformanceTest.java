package dev.sluice.connectors.mysql;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbLeaseConformanceTest extends LeaseConformance {
    private static TestingMysqlDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestingMysql.mariadb().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Override
    protected SystemUnderTest system() {
        return new MysqlSystem(database);
    }
}
