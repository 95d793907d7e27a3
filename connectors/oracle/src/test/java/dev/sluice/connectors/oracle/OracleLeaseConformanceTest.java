package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.LeaseConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleLeaseConformanceTest extends LeaseConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
