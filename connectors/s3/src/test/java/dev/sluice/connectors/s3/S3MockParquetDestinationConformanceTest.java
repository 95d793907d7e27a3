package dev.sluice.connectors.s3;

import dev.sluice.testkit.conformance.DestinationConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.s3.TestingS3;

class S3MockParquetDestinationConformanceTest extends DestinationConformance {
    @Override
    protected SystemUnderTest system() {
        return new S3System(TestingS3.withVersions(), "parquet", true);
    }
}
