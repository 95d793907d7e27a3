package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.SourceConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleSourceConformanceTest extends SourceConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
