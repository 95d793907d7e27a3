package dev.sluice.connectors.mssql;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MssqlLeaseConformanceTest extends LeaseConformance {
    private static SqlServerDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Override
    protected SystemUnderTest system() {
        return new MssqlSystem(database);
    }
}
