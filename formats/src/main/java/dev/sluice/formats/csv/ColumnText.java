package dev.sluice.formats.csv;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;
import dev.sluice.spi.text.TemporalText;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;

/**
 * Turns some rows of one column into fields, in two passes: first their lengths, from which follows where each row of the
 * file starts, then each field at its place, with the delimiter or line end behind it. So no text is written twice. The
 * frequent types have loops of their own each, so that the JIT compiles each with nothing but its own type in it. Not
 * thread-safe.
 */
abstract sealed class ColumnText permits ColumnText.Longs, ColumnText.Dates, ColumnText.Others, TextFields {
    final byte[] nullText;
    private final byte end;
    /** What follows {@link #end}, in line ends of two bytes. */
    private final byte secondEnd;

    private final int endLength;

    ColumnText(Dialect dialect, byte[] end) {
        this.nullText = dialect.nullText();
        this.end = end[0];
        this.secondEnd = end[end.length - 1];
        this.endLength = end.length;
    }

    /**
     * @param end what follows each field: one byte or two
     * @param capacity the largest number of rows at once
     */
    static ColumnText of(Type type, Dialect dialect, byte[] end, int capacity) {
        if (dialect.quotesAll()) {
            return type instanceof Type.Text
                    ? new TextFields(dialect, end, capacity)
                    : new Others(type, dialect, end, capacity);
        }
        if (mayNeedQuotes(type, dialect)) {
            return new Others(type, dialect, end, capacity);
        }
        return switch (type) {
            case Type.Simple.INT64 -> new Longs(0, dialect, end, capacity);
            case Type.Simple.DATE -> new Dates(dialect, end);
            case Type.Decimal decimal when decimal.fitsLong() -> new Longs(decimal.scale(), dialect, end, capacity);
            case Type.Text text -> new TextFields(dialect, end, capacity);
            case Type.Simple.JSON -> new TextFields(dialect, end, capacity);
            default -> new Others(type, dialect, end, capacity);
        };
    }

    /** Whether what is written for NULL is a value of a type that is written without looking for that. */
    private static boolean mayNeedQuotes(Type type, Dialect dialect) {
        boolean number = type == Type.INT64 || type instanceof Type.Decimal;
        if (!number && type != Type.DATE) {
            return false;
        }
        byte[] nullText = dialect.nullText();
        return ValueParser.of(type).parse(nullText, 0, nullText.length, ColumnBuilder.of(type, 1));
    }

    /**
     * Adds the length of each field of rows {@code from … to}, exclusive, without what follows it, to those of its row.
     *
     * @return the sum of the fields' lengths
     */
    abstract long measure(Column column, int from, int to, int[] lengths);

    /**
     * Writes the fields that were measured last.
     *
     * @param at where the field of each row begins; moved on to where the next one does
     */
    abstract void put(Column column, int from, int to, int[] at, byte[] target);

    /** Writes what follows a field, and says where the next one begins. */
    final int endField(byte[] target, int position) {
        target[position] = end;
        if (endLength > 1) {
            target[position + 1] = secondEnd;
        }
        return position + endLength;
    }

    final int putNull(byte[] target, int position) {
        System.arraycopy(nullText, 0, target, position, nullText.length);
        return endField(target, position + nullText.length);
    }

    /** Whole numbers, and decimals in a long. Small ones tend to come back, and are kept as they were written. */
    static final class Longs extends ColumnText {
        private final int scale;
        private final byte[] measured;
        private final long[] small;

        private final byte[] text = new byte[Long.BYTES];

        Longs(int scale, Dialect dialect, byte[] end, int capacity) {
            super(dialect, end);
            this.scale = scale;
            this.measured = new byte[capacity];
            this.small = KnownTexts.ofNumbers(scale);
        }

        @Override
        long measure(Column column, int from, int to, int[] lengths) {
            LongColumn values = (LongColumn) column;
            long sum = 0;
            for (int row = from; row < to; row++) {
                int length = values.isNull(row) ? nullText.length : DecimalText.length(values.get(row), scale);
                measured[row - from] = (byte) length;
                lengths[row - from] += length;
                sum += length;
            }
            return sum;
        }

        @Override
        void put(Column column, int from, int to, int[] at, byte[] target) {
            LongColumn values = (LongColumn) column;
            for (int row = from; row < to; row++) {
                int position = at[row - from];
                if (values.isNull(row)) {
                    at[row - from] = putNull(target, position);
                } else {
                    int length = measured[row - from];
                    long value = values.get(row);
                    if (value >= 0 && value < small.length) {
                        Swar.storeShort(target, position, smallText((int) value, length), length);
                    } else {
                        DecimalText.put(target, position, length, value, scale);
                    }
                    at[row - from] = endField(target, position + length);
                }
            }
        }

        private long smallText(int value, int length) {
            long known = small[value];
            if (known == 0) {
                DecimalText.put(text, 0, length, value, scale);
                known = Swar.load(text, 0);
                small[value] = known;
            }
            return known;
        }
    }

    /** Dates, which tend to come back: those of our time are kept as they were written, without their dashes. */
    static final class Dates extends ColumnText {
        private static final long DASHES = (long) '-' << 32 | (long) '-' << 56;

        private final long[] known = KnownTexts.ofDates();
        private final ByteSink odd = new ByteSink(16);
        private final byte[] text = new byte[TemporalText.PLAIN_DATE_LENGTH];

        Dates(Dialect dialect, byte[] end) {
            super(dialect, end);
        }

        @Override
        long measure(Column column, int from, int to, int[] lengths) {
            IntColumn values = (IntColumn) column;
            long sum = 0;
            for (int row = from; row < to; row++) {
                int length = values.isNull(row) ? nullText.length : length(values.get(row));
                lengths[row - from] += length;
                sum += length;
            }
            return sum;
        }

        private int length(int day) {
            return TemporalText.isPlainDate(day) ? TemporalText.PLAIN_DATE_LENGTH : renderOdd(day);
        }

        private int renderOdd(int day) {
            odd.clear();
            TemporalText.appendDate(odd, day);
            return odd.length();
        }

        @Override
        void put(Column column, int from, int to, int[] at, byte[] target) {
            IntColumn values = (IntColumn) column;
            for (int row = from; row < to; row++) {
                int position = at[row - from];
                if (values.isNull(row)) {
                    at[row - from] = putNull(target, position);
                    continue;
                }
                int day = values.get(row);
                int place = day - KnownTexts.FIRST_DAY;
                if (place >= 0 && place < known.length) {
                    long digits = known[place] == 0 ? keep(place, day) : known[place];
                    // YYYYMMDD: the year stays where it is, the month moves behind the first dash, the day behind the
                    // second
                    Swar.store(target, position, digits & 0xFFFFFFFFL | DASHES | digits >>> 32 << 48 >>> 8);
                    target[position + 8] = (byte) (digits >>> 48);
                    target[position + 9] = (byte) (digits >>> 56);
                    at[row - from] = endField(target, position + TemporalText.PLAIN_DATE_LENGTH);
                } else {
                    int length = renderOdd(day);
                    System.arraycopy(odd.array(), 0, target, position, length);
                    at[row - from] = endField(target, position + length);
                }
            }
        }

        private long keep(int place, int day) {
            TemporalText.putPlainDate(text, 0, day);
            long monthAndDay = text[5] | text[6] << 8 | text[8] << 16 | text[9] << 24;
            long digits = Swar.load(text, 0) & 0xFFFFFFFFL | monthAndDay << 32;
            known[place] = digits;
            return digits;
        }
    }

    /** Any type: the texts are written in full to be measured. */
    static final class Others extends ColumnText {
        private final ValueWriter writer;
        private final Quoting quoting;
        private final ByteSink value = new ByteSink(64);
        private final ByteSink texts = new ByteSink(1024);
        /** Where each field ends in {@link #texts}. */
        private final int[] ends;

        Others(Type type, Dialect dialect, byte[] end, int capacity) {
            super(dialect, end);
            this.writer = ValueWriter.of(type);
            this.quoting = new Quoting(dialect);
            this.ends = new int[capacity];
        }

        @Override
        long measure(Column column, int from, int to, int[] lengths) {
            texts.clear();
            for (int row = from; row < to; row++) {
                int start = texts.length();
                if (column.isNull(row)) {
                    texts.write(nullText);
                } else {
                    value.clear();
                    writer.write(column, row, value);
                    quoting.write(value.array(), 0, value.length(), texts);
                }
                ends[row - from] = texts.length();
                lengths[row - from] += texts.length() - start;
            }
            return texts.length();
        }

        @Override
        void put(Column column, int from, int to, int[] at, byte[] target) {
            int start = 0;
            for (int row = 0; row < to - from; row++) {
                int length = ends[row] - start;
                Quoting.copy(texts.array(), start, target, at[row], length);
                at[row] = endField(target, at[row] + length);
                start = ends[row];
            }
        }
    }
}
