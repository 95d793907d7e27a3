package dev.sluice.connectors.oracle;

import dev.sluice.testkit.conformance.RefusedRowsConformance;
import dev.sluice.testkit.conformance.SystemUnderTest;

class OracleRefusedRowsConformanceTest extends RefusedRowsConformance {
    @Override
    protected SystemUnderTest system() {
        return new OracleSystem(19);
    }

    @Override
    protected String integer() {
        return "NUMBER(19)";
    }
}
