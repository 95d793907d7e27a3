package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class PartitionedCrashConformanceTest extends CrashConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "parquet", true, Map.of("partition_by", "flag", "max_file_rows", 100));
    }
}
