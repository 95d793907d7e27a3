package dev.sluice.connectors.sqlite;

import dev.sluice.testkit.conformance.SchemaDriftConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaDriftConformanceTest extends SchemaDriftConformance {
    @TempDir
    Path database;

    @Override
    protected SystemUnderTest system() {
        return new SqliteSystem(database);
    }

    /** ALTER TABLE changes no types. */
    @Override
    protected boolean widens() {
        return false;
    }
}
