package dev.sluice.connectors.oracle;

import dev.sluice.spi.ConnectorSpec;

/** The connector as it is, over H2 instead of Oracle Net. */
public final class H2Source extends OracleSource {
    public H2Source() {
        super(OracleSystem.SESSION, 500);
    }

    @Override
    public ConnectorSpec spec() {
        return OracleSystem.renamed(super.spec());
    }
}
