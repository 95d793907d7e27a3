package dev.sluice.connectors.sqlite;

import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRoundTripConformanceTest extends RoundTripConformance {
    @TempDir
    Path database;

    @Override
    protected SystemUnderTest system() {
        return new SqliteSystem(database);
    }
}
