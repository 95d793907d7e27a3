package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds ROWIDs that cut a table into parts of about the same size: from the extents of its segments, where the user may see
 * DBA_EXTENTS, else from a sample of its blocks. The server orders them, so that ranges between them neither overlap nor
 * leave a gap, and each row is in one of them wherever the cuts are.
 */
final class RowidCuts {
    private static final String EXTENTS = """
        SELECT ROWIDTOCHAR(start_rowid), blocks FROM (
          SELECT DBMS_ROWID.ROWID_CREATE(1, o.data_object_id, e.relative_fno, e.block_id, 0) AS start_rowid, e.blocks
          FROM dba_extents e JOIN sys.all_objects o
            ON o.owner = e.owner AND o.object_name = e.segment_name
            AND NVL(o.subobject_name, ' ') = NVL(e.partition_name, ' ')
          WHERE e.owner = ? AND e.segment_name = ? AND o.data_object_id IS NOT NULL)
        ORDER BY start_rowid
        """;

    /** So many ROWIDs per part even out blocks of different fill. */
    private static final int SAMPLES_PER_PART = 50;

    private static final double LARGEST_SAMPLE_PERCENT = 50;
    private static final double SMALLEST_SAMPLE_PERCENT = 0.0001;

    private RowidCuts() {}

    private record Piece(String start, long size) {}

    /**
     * Fewer than {@code parts}, ordered.
     *
     * @param rows how many there are, roughly
     */
    static List<String> of(Connection connection, StreamName table, int parts, long rows) throws SQLException {
        List<Piece> pieces = extents(connection, table);
        if (pieces.size() < parts) {
            pieces = sample(connection, table, parts, rows);
        }
        return even(pieces, parts);
    }

    private static List<Piece> extents(Connection connection, StreamName table) throws SQLException {
        try {
            return Statements.query(
                    connection,
                    EXTENTS,
                    row -> new Piece(row.getString(1), row.getLong(2)),
                    table.namespace(),
                    table.name());
        } catch (SQLException e) {
            if (e.getErrorCode() == 942 || e.getErrorCode() == 1031 || e.getErrorCode() == 41900) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<Piece> sample(Connection connection, StreamName table, int parts, long rows)
            throws SQLException {
        double percent = 100.0 * SAMPLES_PER_PART * parts / Math.max(1, rows);
        double bounded = Math.clamp(percent, SMALLEST_SAMPLE_PERCENT, LARGEST_SAMPLE_PERCENT);
        return Statements.query(
                connection,
                "SELECT ROWIDTOCHAR(ROWID) FROM " + OracleDialect.OLDEST.quote(table)
                        + String.format(Locale.ROOT, " SAMPLE BLOCK (%.4f)", bounded) + " ORDER BY ROWID",
                row -> new Piece(row.getString(1), 1));
    }

    /** The starts of those pieces at which a part is full. */
    private static List<String> even(List<Piece> pieces, int parts) {
        long all = pieces.stream().mapToLong(Piece::size).sum();
        List<String> cuts = new ArrayList<>();
        long before = 0;
        for (Piece piece : pieces) {
            boolean full = before * parts >= all * (cuts.size() + 1);
            if (full && cuts.size() < parts - 1) {
                cuts.add(piece.start());
            }
            before += piece.size();
        }
        return cuts;
    }
}
