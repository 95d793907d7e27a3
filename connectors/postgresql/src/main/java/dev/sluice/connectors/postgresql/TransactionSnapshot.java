package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Which transactions a snapshot sees: all before the first that was in progress, and none from the next one to come on.
 * Those in between are finished or in progress; of the latter the text lists no subtransactions.
 *
 * @param first id of the first transaction in progress
 * @param next id of the next transaction
 * @param text as the server writes it
 */
record TransactionSnapshot(long first, long next, String text) {
    private static final int ITS_OWN_TYPE = 13;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,19}):(\\d{1,19}):[\\d,]*");
    /** Rows know this many ids, each of which comes again. */
    static final long IDS = 1L << 32;

    /** Ids below are no transactions'. */
    private static final long FIRST_ID = 3;
    /** So many ids can be listed in a statement. */
    private static final long FEW = 5_000;
    /** From so many values in a list on servers hash them, since version 14, instead of comparing with one after the other. */
    private static final int HASHED = 9;

    /** That of the connection's transaction. */
    static TransactionSnapshot of(Connection connection) throws SQLException {
        String function = connection.getMetaData().getDatabaseMajorVersion() >= ITS_OWN_TYPE
                ? "pg_current_snapshot()"
                : "txid_current_snapshot()";
        String text = Statements.query(connection, "SELECT " + function + "::text", row -> row.getString(1))
                .getFirst();
        return parse(text).orElseThrow(() -> new SQLException("not a snapshot: " + text));
    }

    static Optional<TransactionSnapshot> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new TransactionSnapshot(
                        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), text))
                : Optional.empty();
    }

    boolean hasTransactionsInProgress() {
        return first < next;
    }

    /**
     * SQL for a row that this snapshot may not have seen: its transaction's id isn't before the first in progress. Ids of
     * rows are the last 32 bits of transactions' ones, so both are told by how long ago they were; frozen ids of old servers
     * were longer ago than any other. As the server asks it of each row of a table, most of them fail the first question, and
     * the other side of it is found once.
     */
    String unseen() {
        return "age(xmin) <= (SELECT age('" + first % IDS + "'::xid)) AND age(xmin) >= 0";
    }

    /**
     * The same, of rows that a later snapshot sees. Where no more than some thousand transactions came in between they are
     * listed: the server may share a question for equal ids among several processes, but not one for their age. A few are
     * listed again, to be hashed: for each row of a table that is quicker.
     */
    String unseenUntil(TransactionSnapshot later) {
        if (later.next - first > FEW) {
            return unseen();
        }
        List<Long> ids = LongStream.range(first, later.next)
                .map(id -> id % IDS)
                .filter(id -> id >= FIRST_ID)
                .boxed()
                .toList();
        int times = ids.size() > 1 ? Math.ceilDiv(HASHED, ids.size()) : 1;
        return Collections.nCopies(times, ids).stream()
                .flatMap(List::stream)
                .map(String::valueOf)
                .collect(Collectors.joining(",", "xmin = ANY ('{", "}'::xid[])"));
    }
}
