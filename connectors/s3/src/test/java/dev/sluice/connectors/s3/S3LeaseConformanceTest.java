package dev.sluice.connectors.s3;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.s3.TestingS3;

class S3LeaseConformanceTest extends LeaseConformance {
    @Override
    protected SystemUnderTest system() {
        return new S3System(TestingS3.shared(), "csv", false);
    }
}
