package dev.sluice.connectors.s3;

import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.s3.TestingS3;

class S3MockParquetRoundTripConformanceTest extends RoundTripConformance {
    @Override
    protected SystemUnderTest system() {
        return new S3System(TestingS3.withVersions(), "parquet", true);
    }
}
