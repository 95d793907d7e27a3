package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.IncrementalSourceConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleIncrementalConformanceTest extends IncrementalSourceConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
