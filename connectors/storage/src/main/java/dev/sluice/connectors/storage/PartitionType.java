package dev.sluice.connectors.storage;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Infers the type of a partition's column: the first of INT64, DATE and BOOLEAN of which every value is written exactly as
 * that type writes it, so that nothing is lost ({@code 01} is a text), and else STRING. Not thread-safe.
 */
final class PartitionType {
    private final List<Type> left = new ArrayList<>(List.of(Type.INT64, Type.DATE, Type.BOOLEAN));
    private final Set<String> seen = new HashSet<>();

    /**
     * @param value null says nothing
     */
    void add(String value) {
        if (value != null && seen.add(value)) {
            left.removeIf(type -> !isWrittenAs(type, value));
        }
    }

    Type type() {
        return left.isEmpty() || seen.isEmpty() ? Type.STRING : left.getFirst();
    }

    private static boolean isWrittenAs(Type type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        if (!ValueParser.of(type).parse(text, 0, text.length, builder)) {
            return false;
        }
        Column column = builder.build();
        ByteSink written = new ByteSink(text.length);
        ValueWriter.of(type).write(column, 0, written);
        return written.toString().equals(value);
    }
}
