package dev.sluice.connectors.sqlite;

import dev.sluice.testkit.conformance.RefusedRowsConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRefusedRowsConformanceTest extends RefusedRowsConformance {
    @TempDir
    Path database;

    @Override
    protected SystemUnderTest system() {
        return new SqliteSystem(database);
    }
}
