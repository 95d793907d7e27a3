package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ParquetRoundTripConformanceTest extends RoundTripConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "parquet", true);
    }
}
