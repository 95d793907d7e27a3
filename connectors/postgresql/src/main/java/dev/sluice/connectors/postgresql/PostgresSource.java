package dev.sluice.connectors.postgresql;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Reads tables, views and queries of PostgreSQL 12 to 18, in parallel at one point in time where the server can. */
public final class PostgresSource extends SourceConnector {
    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "postgresql",
                "PostgreSQL tables, views and queries, through binary COPY",
                PostgresOptions.ALL,
                Set.of(Capability.SPLITS, Capability.CONSISTENT_SPLITS, Capability.QUERIES),
                PostgresOptions.URI);
    }

    @Override
    public void testConnection(Options options) {
        try (Connection connection = Session.open(options)) {
            connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw PostgresDialect.INSTANCE.failure("testing the connection", e);
        }
    }

    @Override
    public Catalog discoverSchema(DiscoverRequest request) {
        try (Connection connection = Session.open(request.options())) {
            return PostgresCatalog.read(connection, request);
        } catch (SQLException e) {
            throw PostgresDialect.INSTANCE.failure("reading the catalog", e);
        }
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return TableSplits.plan(request, TableSplits.MINIMUM_PAGES);
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        CopyReader.read(request, split, out);
    }
}
