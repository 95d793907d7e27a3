package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.CrashConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleCrashConformanceTest extends CrashConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
