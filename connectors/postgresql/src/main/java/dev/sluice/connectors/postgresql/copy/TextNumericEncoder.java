package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;

/** {@code numeric} from decimals of more than 18 digits, by way of their text. */
final class TextNumericEncoder extends ScratchEncoder {
    private final int scale;
    private final ByteSink text = new ByteSink(64);
    private Column column;

    /** @param scale of 128-bit values; without meaning for text */
    TextNumericEncoder(int scale) {
        this.scale = scale;
    }

    @Override
    void bind(Column bound) {
        column = bound;
    }

    @Override
    boolean isNull(int row) {
        return column.isNull(row);
    }

    @Override
    void encode(int row) {
        switch (column) {
            case Int128Column wide -> {
                text.clear();
                DecimalText.append(text, wide.high(row), wide.low(row), scale);
                NumericText.encode(text.array(), 0, text.length(), scratch);
            }
            case BytesColumn texts -> {
                int start = texts.start(row);
                if (!NumericText.encode(texts.bytes(), start, start + texts.length(row), scratch)) {
                    throw new RefusedValue(
                            row,
                            "a number of " + texts.length(row) + " characters",
                            "PostgreSQL keeps 131072 digits before and 16383 behind the point",
                            "declare the column as string under columns");
                }
            }
            default -> throw new IllegalArgumentException(column.getClass() + " holds no decimals");
        }
    }
}
