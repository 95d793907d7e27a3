package dev.sluice.connectors.oracle;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;

/** How many rows to fetch at once: the driver keeps room for the widest that each could be. */
final class RowWidth {
    private static final int BYTES_PER_FETCH = 4 << 20;
    private static final int FEWEST_ROWS = 10;
    private static final int MOST_ROWS = 4000;
    private static final int BYTES_PER_CHARACTER = 4;
    private static final int LONGEST_TEXT = 4000;
    private static final int NUMBER_BYTES = 22;

    private RowWidth() {}

    static int fetchSize(Schema schema) {
        int width = schema.fields().stream().mapToInt(RowWidth::of).sum();
        return Math.clamp(BYTES_PER_FETCH / Math.max(1, width), FEWEST_ROWS, MOST_ROWS);
    }

    private static int of(Field field) {
        return switch (field.type()) {
            case Type.Text(int length)
            when length != Type.Text.UNLIMITED -> Math.min(LONGEST_TEXT, length * BYTES_PER_CHARACTER);
            case Type.Text text -> Session.LOB_PREFETCH_BYTES;
            case Type.Simple.JSON, Type.Simple.BINARY -> Session.LOB_PREFETCH_BYTES;
            default -> NUMBER_BYTES;
        };
    }
}
