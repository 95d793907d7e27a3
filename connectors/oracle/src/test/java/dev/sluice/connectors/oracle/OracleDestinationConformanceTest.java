package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.DestinationConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleDestinationConformanceTest extends DestinationConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
