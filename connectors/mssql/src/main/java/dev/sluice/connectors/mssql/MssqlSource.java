package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcSource;
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

/** Reads tables, views and queries of SQL Server; large tables in ranges of their primary key, at one point in time. */
public final class MssqlSource extends JdbcSource {
    private final long minimumRows;

    public MssqlSource() {
        this(TableSplits.MINIMUM_ROWS);
    }

    /**
     * @param minimumRows that make a split worth its while
     */
    MssqlSource(long minimumRows) {
        this.minimumRows = minimumRows;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "mssql",
                "SQL Server and Azure SQL tables, views and queries, streamed",
                MssqlOptions.SOURCE,
                Set.of(
                        Capability.SPLITS,
                        Capability.CONSISTENT_SPLITS,
                        Capability.QUERIES,
                        Capability.INCREMENTAL,
                        Capability.LATE_COMMITS),
                MssqlOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return MssqlDialect.INSTANCE;
    }

    @Override
    protected Connection connect(Options options) {
        return Session.openToRead(options);
    }

    @Override
    protected List<CatalogStream> tables(Connection connection, Options options) throws SQLException {
        return MssqlCatalog.tables(connection, options.get(MssqlOptions.SCHEMA));
    }

    @Override
    protected Optional<Option<String>> schemaOption() {
        return Optional.of(MssqlOptions.SCHEMA);
    }

    @Override
    protected CatalogStream describe(Connection connection, Options options, String name, String query)
            throws SQLException {
        return QueryDescription.describe(connection, name, query);
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return new TableSplits(request, minimumRows).plan();
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        try {
            new SplitReader(request, split, out).read();
        } catch (SQLException e) {
            throw SplitReader.failure(request, e);
        }
    }
}
