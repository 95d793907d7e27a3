package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcSource;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Options;
import dev.sluice.spi.Reach;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Reads the tables and views of a SQLite file, and queries, over read-only connections; tables in several ranges of the
 * rowid.
 *
 * <p>A value that doesn't fit its column's declared type is refused with its rowid, never bent into the type.
 */
public final class SqliteSource extends JdbcSource {
    private static final ConnectorSpec SPEC = new ConnectorSpec(
            SqliteOptions.TYPE,
            "SQLite database files",
            SqliteOptions.SOURCE,
            Set.of(Capability.SPLITS, Capability.CONSISTENT_SPLITS, Capability.QUERIES, Capability.INCREMENTAL),
            SqliteOptions.URI);

    private final SqliteDialect dialect = new SqliteDialect();
    private final long rowidsPerSplit;

    public SqliteSource() {
        this(SqliteSplitPlanner.ROWIDS_PER_SPLIT);
    }

    /**
     * @param rowidsPerSplit that make a split worth its while
     */
    SqliteSource(long rowidsPerSplit) {
        this.rowidsPerSplit = rowidsPerSplit;
    }

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    protected Dialect dialect() {
        return dialect;
    }

    @Override
    protected Connection connect(Options options) {
        return SqliteFile.of(options).read();
    }

    @Override
    protected List<CatalogStream> tables(Connection connection, Options options) throws SQLException {
        return new SqliteCatalog(connection).streams();
    }

    @Override
    protected CatalogStream describe(Connection connection, Options options, String name, String query) {
        return SqliteQuery.describe(connection, name, query);
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return new SqliteSplitPlanner(request, rowidsPerSplit).plan();
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws Exception {
        SqliteFile file = SqliteFile.of(request.options());
        try (Connection connection = file.read()) {
            new SqliteReader(request, split, out).read(connection);
        } catch (SQLException e) {
            throw dialect.failure("reading '" + request.stream().name() + "' from '" + file.path() + "'", e);
        }
    }
}
