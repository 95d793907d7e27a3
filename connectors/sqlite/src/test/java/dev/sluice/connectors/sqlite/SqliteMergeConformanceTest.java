package dev.sluice.connectors.sqlite;

import dev.sluice.testkit.conformance.MergeConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMergeConformanceTest extends MergeConformance {
    @TempDir
    Path database;

    @Override
    protected SystemUnderTest system() {
        return new SqliteSystem(database);
    }
}
