package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.DestinationConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ParquetDestinationConformanceTest extends DestinationConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "parquet", true);
    }
}
