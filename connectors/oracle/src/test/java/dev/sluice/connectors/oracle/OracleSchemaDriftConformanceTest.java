package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.SchemaDriftConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleSchemaDriftConformanceTest extends SchemaDriftConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }
}
