package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcSource;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Reads tables, views and queries of Oracle; large tables in ranges of their ROWIDs, at one point in time. */
public class OracleSource extends JdbcSource {
    private final Session session;
    private final long minimumRows;

    public OracleSource() {
        this(Session.overNet(), TableSplits.MINIMUM_ROWS);
    }

    /**
     * @param minimumRows that make a split worth its while
     */
    OracleSource(Session session, long minimumRows) {
        this.session = session;
        this.minimumRows = minimumRows;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "oracle",
                "Oracle tables, views and queries, in ROWID ranges as of one SCN",
                OracleOptions.SOURCE,
                Set.of(Capability.SPLITS, Capability.CONSISTENT_SPLITS, Capability.QUERIES, Capability.INCREMENTAL),
                OracleOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return OracleDialect.OLDEST;
    }

    @Override
    protected Connection connect(Options options) {
        return session.openToRead(options);
    }

    @Override
    protected List<CatalogStream> tables(Connection connection, Options options) throws SQLException {
        return OracleCatalog.tables(connection);
    }

    @Override
    protected CatalogStream describe(Connection connection, Options options, String name, String query)
            throws SQLException {
        return QueryDescription.describe(connection, name, query);
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return new TableSplits(session, request, minimumRows).plan();
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        try {
            new SplitReader(session, request, split, out).read();
        } catch (SQLException e) {
            throw SplitReader.failure(request, e);
        }
    }
}
