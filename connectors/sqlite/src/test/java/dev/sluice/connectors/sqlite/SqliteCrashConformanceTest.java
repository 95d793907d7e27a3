package dev.sluice.connectors.sqlite;

import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCrashConformanceTest extends CrashConformance {
    @TempDir
    Path database;

    @Override
    protected SystemUnderTest system() {
        return new SqliteSystem(database);
    }
}
