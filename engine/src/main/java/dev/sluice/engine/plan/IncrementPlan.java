package dev.sluice.engine.plan;

import dev.sluice.engine.config.SyncRule;
import dev.sluice.engine.config.SyncRule.NullCursor;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Position;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Suggestion;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * How a stream is read incrementally.
 *
 * @param cursor the column of the stream; null where the source goes by something else
 * @param from canonical text, or empty
 * @param until canonical text, or empty
 * @param nullCursor what becomes of rows whose cursor is NULL
 */
public record IncrementPlan(Field cursor, String from, String until, Lookback lookback, NullCursor nullCursor)
        implements Serializable {
    /**
     * @throws ConnectorException COLUMN_NOT_FOUND or INVALID_CONFIGURATION
     */
    static IncrementPlan of(CatalogStream stream, SyncRule rule) {
        if (stream.kind() == CatalogStream.Kind.FILES) {
            if (!rule.cursorField().isEmpty()
                    || !rule.initialValue().isEmpty()
                    || !rule.until().isEmpty()
                    || !rule.lookback().equals(Lookback.NONE)) {
                throw problem(
                        stream.name(),
                        "incremental runs read new and changed files whole: leave out cursor_field,"
                                + " initial_value, until, lookback and late_commits");
            }
            return new IncrementPlan(null, "", "", Lookback.NONE, rule.nullCursor());
        }
        if (rule.cursorField().isEmpty()) {
            throw problem(
                    stream.name(), "sync_mode incremental needs a cursor_field: a column that grows with each change");
        }
        String name = Spelling.ofColumn(stream.schema(), rule.cursorField());
        Field cursor = stream.schema().fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        stream.name() + ": cursor_field names '" + name + "', which is no column"
                                + Suggestion.didYouMean(name, stream.schema().names())));
        if (!rule.lookback().fits(cursor.type())) {
            throw problem(
                    stream.name(),
                    "lookback doesn't fit the cursor '" + name + "' of type " + cursor.type()
                            + ": dates and timestamps take a span of time such as 10m, numbers take a number");
        }
        IncrementPlan plain = new IncrementPlan(cursor, "", "", rule.lookback(), rule.nullCursor());
        String from = plain.canonical(stream.name(), "initial_value", rule.initialValue());
        String until = plain.canonical(stream.name(), "until", rule.until());
        if (!from.isEmpty() && !until.isEmpty() && isAfter(cursor.type(), from, until)) {
            throw problem(
                    stream.name(),
                    "initial_value " + from + " comes after until " + until
                            + ", so that no row could be read; exchange them");
        }
        return new IncrementPlan(cursor, from, until, rule.lookback(), rule.nullCursor());
    }

    /** Whether one canonical text comes after another; false also where that is up to the server, as with texts. */
    private static boolean isAfter(Type type, String one, String other) {
        try {
            return switch (type) {
                case Type.Simple.INT8,
                        Type.Simple.INT16,
                        Type.Simple.INT32,
                        Type.Simple.INT64,
                        Type.Simple.FLOAT32,
                        Type.Simple.FLOAT64,
                        Type.Simple.NUMERIC -> new BigDecimal(one).compareTo(new BigDecimal(other)) > 0;
                case Type.Decimal decimal -> new BigDecimal(one).compareTo(new BigDecimal(other)) > 0;
                case Type.Simple.DATE -> LocalDate.parse(one).isAfter(LocalDate.parse(other));
                case Type.Timestamp timestamp -> LocalDateTime.parse(one).isAfter(LocalDateTime.parse(other));
                case Type.TimestampTz instant -> Instant.parse(one).isAfter(Instant.parse(other));
                default -> false;
            };
        } catch (NumberFormatException | DateTimeException e) {
            // infinity, or a year that Java writes in another way
            return false;
        }
    }

    /**
     * A cursor value in its one spelling.
     *
     * @param what names the value in messages
     * @param text as a user wrote it; empty for none
     * @throws ConnectorException INVALID_CONFIGURATION where it is no value of the cursor
     */
    public String canonical(StreamName stream, String what, String text) {
        if (text.isEmpty()) {
            return "";
        }
        if (cursor == null) {
            throw problem(stream, "files have no cursor");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ColumnBuilder builder = ColumnBuilder.of(cursor.type(), 1);
        if (!ValueParser.of(cursor.type()).parse(bytes, 0, bytes.length, builder)) {
            throw noValue(stream, what, text);
        }
        Column value = builder.build();
        ByteSink sink = new ByteSink(bytes.length);
        ValueWriter.of(cursor.type()).write(value, 0, sink);
        String canonical = sink.toString();
        // 0x… can be taken for base64 without padding
        if (cursor.type() == Type.BINARY && !canonical.equals(text)) {
            throw noValue(stream, what, text);
        }
        if (Increment.isEndless(cursor.type(), canonical)) {
            throw problem(
                    stream,
                    what + " '" + text + "' can't bound the cursor '" + cursor.name()
                            + "': no number comes after it; give a number");
        }
        return canonical;
    }

    private ConnectorException noValue(StreamName stream, String what, String text) {
        return problem(
                stream,
                what + " '" + text + "' is no value of the cursor '" + cursor.name() + "', which is " + cursor.type()
                        + spelling(cursor.type()));
    }

    private static String spelling(Type type) {
        return switch (type) {
            case Type.Simple.DATE -> "; a date is written 2026-01-31";
            case Type.Timestamp timestamp -> "; a timestamp is written 2026-01-31T18:30:00";
            case Type.TimestampTz instant -> "; an instant is written 2026-01-31T18:30:00Z";
            case Type.Simple.BINARY -> "; bytes are written in base64, as 'sluice state show' has them: AAAAAAAAB9E=";
            default -> "";
        };
    }

    private static ConnectorException problem(StreamName stream, String message) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, stream + ": " + message);
    }

    /** The cursor's name; empty where there is none. */
    public String cursorName() {
        return cursor == null ? "" : cursor.name();
    }

    /**
     * What to read after a run.
     *
     * @param last where it ended, or null
     * @param remembered the smallest cursor value of which the last run remembers all rows; empty where that isn't known
     * @param separatesRepeats whether rows that may be read again must be told apart
     */
    public Increment after(Position last, String remembered, boolean separatesRepeats) {
        String floor = separatesRepeats && !remembered.isEmpty() ? remembered : from;
        return new Increment(cursor, last, from, until, lookback, floor, separatesRepeats);
    }
}
