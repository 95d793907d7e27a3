package dev.sluice.connectors.oracle;

import dev.sluice.spi.ConnectorSpec;

/** The connector as it is, over H2 instead of Oracle Net. */
public final class H2Destination extends OracleDestination {
    public H2Destination() {
        super(OracleSystem.SESSION);
    }

    @Override
    public ConnectorSpec spec() {
        return OracleSystem.renamed(super.spec());
    }
}
