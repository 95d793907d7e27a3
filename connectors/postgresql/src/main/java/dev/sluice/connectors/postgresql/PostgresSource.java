package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcSource;
import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads tables, views and queries of PostgreSQL 12 to 18, in parallel at one point in time where the server can. */
public final class PostgresSource extends JdbcSource {
    private final long minimumPages;

    public PostgresSource() {
        this(TableSplits.MINIMUM_PAGES);
    }

    /**
     * @param minimumPages that make a split worth its while
     */
    PostgresSource(long minimumPages) {
        this(minimumPages, KeptConnections.none());
    }

    private PostgresSource(long minimumPages, KeptConnections connections) {
        super(connections);
        this.minimumPages = minimumPages;
    }

    @Override
    public PostgresSource forRun() {
        return new PostgresSource(minimumPages, KeptConnections.untilClosed());
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "postgresql",
                "PostgreSQL tables, views and queries, through binary COPY",
                PostgresOptions.ALL,
                Set.of(
                        Capability.SPLITS,
                        Capability.CONSISTENT_SPLITS,
                        Capability.QUERIES,
                        Capability.INCREMENTAL,
                        Capability.LATE_COMMITS),
                PostgresOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    protected Connection connect(Options options) {
        return Session.open(options);
    }

    @Override
    protected List<CatalogStream> tables(Connection connection, Options options) throws SQLException {
        return PostgresCatalog.tables(connection, options.get(PostgresOptions.SCHEMA));
    }

    @Override
    protected Optional<Option<String>> schemaOption() {
        return Optional.of(PostgresOptions.SCHEMA);
    }

    @Override
    protected CatalogStream describe(Connection connection, Options options, String name, String query)
            throws SQLException {
        return QueryDescription.describe(connection, name, query);
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return TableSplits.plan(request, minimumPages, connections);
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        CopyReader.read(request, split, out, connections);
    }
}
