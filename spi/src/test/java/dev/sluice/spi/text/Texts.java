package dev.sluice.spi.text;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.charset.StandardCharsets;

/** Values of a type as text and back. */
final class Texts {
    private static final byte[] AROUND = "0123456789-.".getBytes(StandardCharsets.US_ASCII);

    private Texts() {}

    static String print(Type type, Object value) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        Values.append(type, builder, value);
        ByteSink out = new ByteSink(16);
        ValueWriter.of(type).write(builder.build(), 0, out);
        return out.toString();
    }

    /** The value, or null where the text is refused; the text is tried alone and with other bytes around it. */
    static Object parse(Type type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteSink padded = new ByteSink(64);
        padded.write(AROUND);
        padded.write(bytes);
        padded.write(AROUND);
        Object alone = parse(type, bytes, 0, bytes.length);
        Object among = parse(type, padded.array(), AROUND.length, AROUND.length + bytes.length);
        if (alone == null ? among != null : !alone.equals(among)) {
            throw new AssertionError("'" + text + "' is " + alone + " alone, but " + among + " among other bytes");
        }
        return alone;
    }

    private static Object parse(Type type, byte[] bytes, int from, int to) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        boolean taken = ValueParser.of(type).parse(bytes, from, to, builder);
        if (builder.size() != (taken ? 1 : 0)) {
            throw new AssertionError("taken " + taken + ", but " + builder.size() + " values appended");
        }
        Column column = builder.build();
        return taken ? Values.get(type, column, 0) : null;
    }
}
