package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.spi.Options;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Splits that all read one snapshot, which lives as long as the transaction that exported it.
 *
 * @param connections where the exporter is left once nothing is read any more
 */
record SnapshotPlan(
        List<Split> splits, List<String> notes, Connection exporter, Options options, KeptConnections connections)
        implements SplitPlan {
    private static final System.Logger LOG = System.getLogger(SnapshotPlan.class.getName());

    SnapshotPlan {
        splits = List.copyOf(splits);
        notes = List.copyOf(notes);
    }

    @Override
    public void close() {
        end(exporter, options, connections);
    }

    /** Ends the transaction that holds a snapshot. */
    static void end(Connection exporter, Options options, KeptConnections connections) {
        try {
            exporter.rollback();
            connections.leave(options, exporter);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "ending the transaction that held the snapshot", e);
            KeptConnections.close(exporter);
        }
    }
}
