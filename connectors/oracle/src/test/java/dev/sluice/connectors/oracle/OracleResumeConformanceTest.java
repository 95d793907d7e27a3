package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.ResumeConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleResumeConformanceTest extends ResumeConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
