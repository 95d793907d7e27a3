package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ParquetCrashConformanceTest extends CrashConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "parquet", true);
    }
}
