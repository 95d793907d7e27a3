package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.MergeConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleMergeConformanceTest extends MergeConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
