package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;

/**
 * {@code numeric} of a column whose scale no logical type has, so that nobody else has made values fit it: more than 38
 * digits, or none before the point. The server would round what doesn't fit, and say nothing.
 */
final class ExactNumericEncoder extends ColumnEncoder {
    private final ColumnEncoder encoder;
    private final ValueWriter writer;
    private final int scale;
    private final ByteSink text = new ByteSink(64);

    /**
     * @param type of the values
     * @param scale of the column; negative where it has no last digits before the point either
     */
    ExactNumericEncoder(ColumnEncoder encoder, Type type, int scale) {
        this.encoder = encoder;
        this.writer = ValueWriter.of(type);
        this.scale = scale;
    }

    @Override
    void bind(Column column) {
        for (int row = 0; row < column.size(); row++) {
            if (!column.isNull(row)) {
                text.clear();
                writer.write(column, row, text);
                requireExact(row);
            }
        }
        encoder.bind(column);
    }

    private void requireExact(int row) {
        int point = 0;
        while (point < text.length() && text.array()[point] != '.') {
            point++;
        }
        int lastKept = scale > 0 ? point + scale : point - 1 + scale;
        for (int i = Math.max(0, lastKept + 1); i < text.length(); i++) {
            byte digit = text.array()[i];
            if (digit > '0' && digit <= '9') {
                throw new RefusedValue(
                        row,
                        text.toString(),
                        "the column's scale is " + scale + ", and PostgreSQL would round the number",
                        "give the column another type, or round at the source");
            }
        }
    }

    @Override
    void measure(int from, int count, int[] sizes) {
        encoder.measure(from, count, sizes);
    }

    @Override
    void write(int from, int count, byte[] out, int[] positions) {
        encoder.write(from, count, out, positions);
    }
}
