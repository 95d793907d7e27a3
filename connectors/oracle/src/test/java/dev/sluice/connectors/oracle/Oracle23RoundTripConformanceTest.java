package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.RoundTripConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class Oracle23RoundTripConformanceTest extends RoundTripConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(23);
    }
}
