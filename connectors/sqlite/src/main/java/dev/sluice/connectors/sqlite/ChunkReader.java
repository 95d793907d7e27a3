package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.sqlite.pages.PageFormat;
import dev.sluice.connectors.sqlite.pages.RecordRow;
import dev.sluice.connectors.sqlite.pages.TableImage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Reads a table some thousand rows at a time: one statement copies them into a table in memory, whose pages are taken as they
 * are and decoded here. So a value costs no call through JNI, which is most of what reading value by value takes.
 */
final class ChunkReader {
    private static final String CHUNK = "sluice_chunk";
    private static final int FIRST_ROWS = 256;
    private static final int MOST_ROWS = 1 << 16;
    private static final int WANTED_BYTES = 1 << 20;
    /** What a chunk may take where rows are suddenly longer than those before. */
    private static final int MOST_PAGES = 8 * WANTED_BYTES / PageFormat.PAGE_SIZE;

    private static final long FULL = -1;

    private final Connection connection;
    private final int columns;
    private final RowBatches rows;

    ChunkReader(Connection connection, int columns, RowBatches rows) {
        this.connection = connection;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Reads rows in the order of their rowids.
     *
     * @param select gives the rowid and the columns, from a rowid on
     * @return the rowid from which on the rows are left to others since one is too long; empty where all were read
     */
    OptionalLong read(LongFunction<String> select, long from) throws SQLException, InterruptedException {
        create();
        RecordRow row = new RecordRow(columns);
        long next = from;
        int limit = FIRST_ROWS;
        while (true) {
            long count = fill(select.apply(next), limit);
            if (count == FULL && limit == 1) {
                return OptionalLong.of(next);
            }
            if (count == FULL) {
                limit = Math.max(1, limit / 16);
                continue;
            }
            byte[] image = connection.unwrap(SQLiteConnection.class).serialize(CHUNK);
            long used = new TableImage(image, row).forEach(rows::add);
            if (count < limit || row.rowid() == Long.MAX_VALUE) {
                return OptionalLong.empty();
            }
            next = row.rowid() + 1;
            limit = (int) Math.min(MOST_ROWS, Math.max(1, limit * (long) WANTED_BYTES / used));
            Statements.run(connection, "DELETE FROM " + CHUNK + ".chunk");
        }
    }

    private void create() throws SQLException {
        // by its URI it can be written to, though the connection is for reading only
        Statements.run(connection, "ATTACH 'file:" + CHUNK + "?mode=memory' AS " + CHUNK);
        Statements.run(connection, "PRAGMA " + CHUNK + ".page_size = " + PageFormat.PAGE_SIZE);
        // without declared types values stay of the storage class they are of
        Statements.run(connection, "CREATE TABLE " + CHUNK + ".chunk (" + names() + ")");
        Statements.run(connection, "PRAGMA " + CHUNK + ".max_page_count = " + MOST_PAGES);
    }

    private String names() {
        return IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    /** Copies rows into the empty chunk; the number of them, or {@link #FULL} where they are too much for it. */
    private long fill(String select, int limit) throws SQLException {
        try {
            return Statements.run(
                    connection,
                    "INSERT INTO " + CHUNK + ".chunk (rowid, " + names() + ") " + select + " LIMIT " + limit);
        } catch (SQLException e) {
            if (isFull(e)) {
                return FULL;
            }
            throw e;
        }
    }

    private static boolean isFull(SQLException error) {
        return error.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
    }
}
