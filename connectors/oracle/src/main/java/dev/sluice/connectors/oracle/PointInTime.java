package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The system change number that all splits of a table are read as of.
 *
 * @param note what the user should know about it, or empty
 */
record PointInTime(long scn, String note) {
    private record Way(String query, String note) {}

    /** What most users may ask, from exact to rough. */
    private static final List<Way> WAYS = List.of(
            new Way("SELECT DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER FROM dual", ""),
            new Way("SELECT current_scn FROM v$database", ""),
            new Way(
                    "SELECT TIMESTAMP_TO_SCN(SYSTIMESTAMP) FROM dual",
                    "; that point may lie up to three seconds back, since the user may neither run DBMS_FLASHBACK nor"
                            + " see V$DATABASE"));

    /** Now; empty where the user may not ask for it, or not read the table as it was. */
    static Optional<PointInTime> now(Connection connection, StreamName table) throws SQLException {
        for (Way way : WAYS) {
            try {
                PointInTime now = new PointInTime(Statements.queryLong(connection, way.query()), way.note());
                Statements.query(
                        connection,
                        "SELECT 1 FROM " + OracleDialect.OLDEST.quote(table) + now.clause() + " WHERE ROWNUM <= 1",
                        row -> row.getInt(1));
                return Optional.of(now);
            } catch (SQLException e) {
                if (!isRefused(e)) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** What follows the table's name. */
    String clause() {
        return clause(scn);
    }

    static String clause(long scn) {
        return " AS OF SCN " + scn;
    }

    /** A privilege is missing, which looks as if there were nothing of that name, or the table has only just got its columns. */
    private static boolean isRefused(SQLException error) {
        return switch (error.getErrorCode()) {
            case 904, 942, 1031, 1466, 6550, 8180, 8181, 8185, 8187, 41900 -> true;
            default -> false;
        };
    }
}
