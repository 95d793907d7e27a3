package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.DeletesConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleDeletesConformanceTest extends DeletesConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
