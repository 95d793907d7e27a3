package dev.sluice.formats.csv;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;
import dev.sluice.spi.text.IntegerText;
import dev.sluice.spi.text.TemporalText;
import dev.sluice.spi.text.ValueWriter;

/**
 * Turns some rows of one column into fields, each followed by its delimiter or line end. The frequent types have a loop of
 * their own each, so that the JIT compiles each with nothing but its own type in it. Not thread-safe.
 */
abstract sealed class ColumnText {
    private static final int BYTES_PER_FIELD = 16;

    /** The fields end to end. */
    final ByteSink texts;
    /** Where each field ends in {@link #texts}, its delimiter included. */
    final int[] ends;

    private final byte[] nullText;
    private final byte[] end;

    private ColumnText(Dialect dialect, byte[] end, int capacity) {
        this.nullText = dialect.nullText();
        this.end = end;
        this.ends = new int[capacity];
        this.texts = new ByteSink(capacity * BYTES_PER_FIELD);
    }

    /**
     * @param end what follows each field
     * @param capacity the largest number of rows at once
     */
    static ColumnText of(Type type, Dialect dialect, byte[] end, int capacity) {
        if (dialect.quotesAll()) {
            return type instanceof Type.Text
                    ? new Texts(dialect, end, capacity)
                    : new Others(type, dialect, end, capacity);
        }
        return switch (type) {
            case Type.Simple.INT64 -> new Longs(dialect, end, capacity);
            case Type.Simple.DATE -> new Dates(dialect, end, capacity);
            case Type.Decimal decimal when decimal.fitsLong() -> new Decimals(decimal.scale(), dialect, end, capacity);
            case Type.Text text -> new Texts(dialect, end, capacity);
            case Type.Simple.JSON -> new Texts(dialect, end, capacity);
            default -> new Others(type, dialect, end, capacity);
        };
    }

    final int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Renders rows {@code from … to}, exclusive, in place of what was rendered before. */
    abstract void render(Column column, int from, int to);

    final void endField(int row) {
        if (end.length == 1) {
            texts.write(end[0]);
        } else {
            texts.write(end);
        }
        ends[row] = texts.length();
    }

    final void endNull(int row) {
        texts.write(nullText);
        endField(row);
    }

    private static final class Longs extends ColumnText {
        Longs(Dialect dialect, byte[] end, int capacity) {
            super(dialect, end, capacity);
        }

        @Override
        void render(Column column, int from, int to) {
            LongColumn values = (LongColumn) column;
            texts.clear();
            for (int row = from; row < to; row++) {
                if (values.isNull(row)) {
                    endNull(row - from);
                } else {
                    IntegerText.append(texts, values.get(row));
                    endField(row - from);
                }
            }
        }
    }

    private static final class Decimals extends ColumnText {
        private final int scale;

        Decimals(int scale, Dialect dialect, byte[] end, int capacity) {
            super(dialect, end, capacity);
            this.scale = scale;
        }

        @Override
        void render(Column column, int from, int to) {
            LongColumn values = (LongColumn) column;
            texts.clear();
            for (int row = from; row < to; row++) {
                if (values.isNull(row)) {
                    endNull(row - from);
                } else {
                    DecimalText.append(texts, values.get(row), scale);
                    endField(row - from);
                }
            }
        }
    }

    private static final class Dates extends ColumnText {
        Dates(Dialect dialect, byte[] end, int capacity) {
            super(dialect, end, capacity);
        }

        @Override
        void render(Column column, int from, int to) {
            IntColumn days = (IntColumn) column;
            texts.clear();
            for (int row = from; row < to; row++) {
                if (days.isNull(row)) {
                    endNull(row - from);
                } else {
                    TemporalText.appendDate(texts, days.get(row));
                    endField(row - from);
                }
            }
        }
    }

    private static final class Texts extends ColumnText {
        private final Quoting quoting;

        Texts(Dialect dialect, byte[] end, int capacity) {
            super(dialect, end, capacity);
            this.quoting = new Quoting(dialect);
        }

        @Override
        void render(Column column, int from, int to) {
            BytesColumn values = (BytesColumn) column;
            texts.clear();
            for (int row = from; row < to; row++) {
                if (values.isNull(row)) {
                    endNull(row - from);
                } else {
                    quoting.write(values.bytes(), values.start(row), values.length(row), texts);
                    endField(row - from);
                }
            }
        }
    }

    private static final class Others extends ColumnText {
        private final ValueWriter writer;
        private final Quoting quoting;
        private final ByteSink value = new ByteSink(64);

        Others(Type type, Dialect dialect, byte[] end, int capacity) {
            super(dialect, end, capacity);
            this.writer = ValueWriter.of(type);
            this.quoting = new Quoting(dialect);
        }

        @Override
        void render(Column column, int from, int to) {
            texts.clear();
            for (int row = from; row < to; row++) {
                if (column.isNull(row)) {
                    endNull(row - from);
                } else {
                    value.clear();
                    writer.write(column, row, value);
                    quoting.write(value.array(), 0, value.length(), texts);
                    endField(row - from);
                }
            }
        }
    }
}
