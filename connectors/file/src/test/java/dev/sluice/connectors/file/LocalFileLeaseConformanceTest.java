package dev.sluice.connectors.file;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalFileLeaseConformanceTest extends LeaseConformance {
    @TempDir
    Path files;

    @Override
    protected SystemUnderTest system() {
        return new FileSystem(files, "csv", false);
    }
}
