package dev.sluice.connectors.jdbc.increment;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;

/** Whether a column can be a cursor, and the values that it is compared with are values of it. */
public final class CursorCheck {
    private final CatalogStream stream;
    private final Field cursor;

    private CursorCheck(CatalogStream stream, Field cursor) {
        this.stream = stream;
        this.cursor = cursor;
    }

    /**
     * The increment with the source's own column and canonical texts.
     *
     * @throws ConnectorException that names stream, column and what is wrong with it
     */
    public static Increment require(Dialect dialect, CatalogStream stream, Increment asked) {
        if (asked.cursor() == null) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + stream.name() + "': cursor_field is missing: name the column whose values grow");
        }
        String name = asked.cursor().name();
        Field cursor = stream.schema()
                .field(stream.schema()
                        .indexOf(name)
                        .orElseThrow(() -> new ConnectorException(
                                ErrorCode.COLUMN_NOT_FOUND,
                                "'" + stream.name() + "' has no column '" + name + "' (cursor_field)"
                                        + Suggestion.didYouMean(
                                                name, stream.schema().names()))));
        CursorCheck check = new CursorCheck(stream, cursor);
        if (!isOrdered(cursor.type()) || !dialect.isOrdered(cursor)) {
            throw check.refused("can't be the cursor: " + dialect.product() + " puts values of type "
                    + (cursor.nativeType().isEmpty() ? cursor.type() : cursor.nativeType())
                    + " in no order that grows; choose a number, a date, a timestamp, a text, a UUID or bytes");
        }
        if (!asked.lookback().fits(cursor.type())) {
            throw check.refused("has no distance that lookback could measure: its type is " + cursor.type()
                    + "; a span of time goes with dates and times, a number with numbers");
        }
        Position last = asked.last() == null
                ? null
                : new Position(
                        check.canonical("the state's position", asked.last().cursor()),
                        asked.last().details());
        return new Increment(
                cursor,
                last,
                check.canonical("initial_value", asked.from()),
                check.canonical("until", asked.until()),
                asked.lookback(),
                asked.floor(),
                asked.separatesRepeats());
    }

    private static boolean isOrdered(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN, Type.Simple.JSON, Type.Simple.INTERVAL -> false;
            case Type.Simple simple -> true;
            case Type.Decimal decimal -> true;
            case Type.Text text -> true;
            case Type.Timestamp timestamp -> true;
            case Type.TimestampTz timestamp -> true;
            default -> false;
        };
    }

    private String canonical(String what, String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return CursorText.canonical(cursor.type(), text)
                .filter(value -> !Increment.isEndless(cursor.type(), value))
                .orElseThrow(() ->
                        refused("has no value '" + text + "', which is " + what + ": its type is " + cursor.type()));
    }

    ConnectorException refused(String what) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "'" + stream.name() + "', column '" + cursor.name() + "' (cursor_field) " + what);
    }
}
