package dev.sluice.connectors.postgresql;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresLeaseConformanceTest extends LeaseConformance {
    private static TestingDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Override
    protected SystemUnderTest system() {
        return new PostgresSystem(database);
    }
}
