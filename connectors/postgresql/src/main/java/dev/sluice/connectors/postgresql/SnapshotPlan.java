package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Splits that all read one snapshot, which lives as long as the transaction that exported it.
 *
 * @param readers the connections that read it, kept from split to split
 */
record SnapshotPlan(
        List<Split> splits,
        List<String> notes,
        Snapshot snapshot,
        Connection exporter,
        KeptConnections<Snapshot> readers)
        implements SplitPlan {
    private static final System.Logger LOG = System.getLogger(SnapshotPlan.class.getName());

    SnapshotPlan {
        splits = List.copyOf(splits);
        notes = List.copyOf(notes);
        readers.open(snapshot);
    }

    @Override
    public void close() {
        readers.close(snapshot);
        close(exporter);
    }

    static void close(Connection exporter) {
        try {
            exporter.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the connection that held the snapshot", e);
        }
    }
}
