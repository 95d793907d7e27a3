package dev.sluice.connectors.jdbc.increment;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cursor values as canonical texts. */
final class CursorText {
    private static final BigDecimal SMALLEST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

    private CursorText() {}

    static String of(Type type, Column column, int row) {
        ByteSink text = new ByteSink(32);
        ValueWriter.of(type).write(column, row, text);
        return new String(text.array(), 0, text.length(), StandardCharsets.UTF_8);
    }

    /** The canonical form of a text; empty where it is no value of the type. */
    static Optional<String> canonical(Type type, String text) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ValueParser.of(type).parse(bytes, 0, bytes.length, builder)
                ? Optional.of(of(type, builder.build(), 0))
                : Optional.empty();
    }

    /** A number that was reckoned, as one that the type has: a whole one where it is one of whole numbers, never larger. */
    static String below(Type type, String text) {
        boolean whole = type == Type.INT8 || type == Type.INT16 || type == Type.INT32 || type == Type.INT64;
        return whole
                ? new BigDecimal(text)
                        .setScale(0, RoundingMode.FLOOR)
                        .max(SMALLEST_LONG)
                        .toPlainString()
                : text;
    }
}
