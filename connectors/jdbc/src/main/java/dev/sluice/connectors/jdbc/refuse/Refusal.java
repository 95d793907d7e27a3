package dev.sluice.connectors.jdbc.refuse;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why a server refused a row.
 *
 * @param column whose value it is about, as the server names it; empty where it doesn't
 * @param reason what the server said, in one line
 */
public record Refusal(String column, String reason) {
    /** What to do about a row that the target has something against. */
    public static final String MEND_IT = "mend it at the source";

    private static final int SHOWN = 200;

    /** The same with the target's name where a table of ours was named. */
    public Refusal about(StreamName target, StreamName staging) {
        return new Refusal(column, reason.replace(staging.name(), target.name()));
    }

    /**
     * A row that was refused by itself.
     *
     * @param place table and split, for people
     * @param position in the split, from 0; -1 where it isn't known
     * @param raw the row as JSON
     */
    public BadRow row(String place, long position, byte[] raw) {
        return new BadRow(place, 0, position, column, ErrorCode.VALUE_REFUSED, reason, raw);
    }

    /**
     * The error that a refused row is where no row may be: it shows the row.
     *
     * @param advice what to do other than rejecting it
     */
    public static ConnectorException failure(BadRow row, String advice) {
        String text = new String(row.raw(), StandardCharsets.UTF_8);
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        BadRow whole = new BadRow(
                row.file(),
                row.line(),
                row.position(),
                row.column(),
                row.code(),
                row.reason() + "; the row: " + shown + "; " + advice + ", or set on_error: reject",
                row.raw());
        return whole.asFailure();
    }

    /** The column's name in a server's text, which stands after some words and before others. */
    public static Optional<String> between(String text, String before, String after) {
        int start = text.indexOf(before);
        int end = start < 0 ? -1 : text.indexOf(after, start + before.length());
        return end < 0 ? Optional.empty() : Optional.of(text.substring(start + before.length(), end));
    }
}
