package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.SourceConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceConformanceTest extends SourceConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "csv", false);
    }
}
