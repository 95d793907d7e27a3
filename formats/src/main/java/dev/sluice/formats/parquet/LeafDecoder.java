package dev.sluice.formats.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.schema.ColumnSchema;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the values of a leaf column mean, and how they become a column of ours. The reader makes new arrays for each batch,
 * which are kept as they are.
 */
record LeafDecoder(Type type, Conversion conversion) {
    /** Makes a column of {@code size} values. */
    @FunctionalInterface
    interface Conversion {
        Column convert(LeafValues leaf, int size, boolean[] nulls);
    }

    private static final int SHOWN_BYTES = 40;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    static LeafDecoder of(ColumnSchema column) {
        LogicalType logical = column.logicalType();
        return switch (column.type()) {
            case BOOLEAN ->
                new LeafDecoder(Type.BOOLEAN, (leaf, size, nulls) -> new BooleanColumn(size, leaf.booleans(), nulls));
            case INT32 -> ofInt32(logical);
            case INT64 -> ofInt64(logical);
            case INT96 -> new LeafDecoder(new Type.Timestamp(9), BinaryConversions::int96);
            case FLOAT ->
                new LeafDecoder(Type.FLOAT32, (leaf, size, nulls) -> new FloatColumn(size, leaf.floats(), nulls));
            case DOUBLE ->
                new LeafDecoder(Type.FLOAT64, (leaf, size, nulls) -> new DoubleColumn(size, leaf.doubles(), nulls));
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ofBytes(column, logical);
        };
    }

    private static LeafDecoder ofInt32(LogicalType logical) {
        return switch (logical) {
            case LogicalType.DateType date -> new LeafDecoder(Type.DATE, LeafDecoder::ints);
            case LogicalType.DecimalType decimal -> ofDecimal(decimal, LeafDecoder::widen);
            case LogicalType.TimeType time ->
                new LeafDecoder(
                        new Type.Time(3),
                        (leaf, size, nulls) -> timeOfDay(leaf, widen(leaf, size, nulls, NANOS_PER_MILLI)));
            case LogicalType.IntType(int bits, boolean signed)
            when !signed && bits == 32 -> new LeafDecoder(Type.INT64, LeafDecoder::widenUnsigned);
            case LogicalType.IntType(int bits, boolean signed)
            when signed && bits == 8 -> new LeafDecoder(Type.INT8, LeafDecoder::ints);
            case LogicalType.IntType(int bits, boolean signed)
            when signed && bits == 16 || bits == 8 -> new LeafDecoder(Type.INT16, LeafDecoder::ints);
            case null, default -> new LeafDecoder(Type.INT32, LeafDecoder::ints);
        };
    }

    private static LeafDecoder ofInt64(LogicalType logical) {
        return switch (logical) {
            case LogicalType.DecimalType decimal -> ofDecimal(decimal, LeafDecoder::longs);
            case LogicalType.TimeType time ->
                time.unit() == LogicalType.TimeUnit.NANOS
                        ? new LeafDecoder(
                                new Type.Time(9), (leaf, size, nulls) -> timeOfDay(leaf, longs(leaf, size, nulls)))
                        : new LeafDecoder(
                                new Type.Time(6),
                                (leaf, size, nulls) -> timeOfDay(leaf, scaled(leaf, size, nulls, 1000)));
            case LogicalType.TimestampType timestamp -> ofTimestamp(timestamp);
            case LogicalType.IntType(int bits, boolean signed)
            when !signed -> new LeafDecoder(new Type.Decimal(20, 0), BinaryConversions::unsignedLongs);
            case null, default -> new LeafDecoder(Type.INT64, LeafDecoder::longs);
        };
    }

    private static LeafDecoder ofTimestamp(LogicalType.TimestampType timestamp) {
        int digits = switch (timestamp.unit()) {
            case MILLIS -> 3;
            case MICROS -> 6;
            case NANOS -> 9;
        };
        Type type = timestamp.isAdjustedToUTC() ? new Type.TimestampTz(digits) : new Type.Timestamp(digits);
        return switch (timestamp.unit()) {
            case MILLIS -> new LeafDecoder(type, (leaf, size, nulls) -> scaled(leaf, size, nulls, 1000));
            case MICROS -> new LeafDecoder(type, LeafDecoder::longs);
            case NANOS -> new LeafDecoder(type, BinaryConversions::epochNanos);
        };
    }

    private static LeafDecoder ofBytes(ColumnSchema column, LogicalType logical) {
        int length = column.typeLength() == null ? 0 : column.typeLength();
        return switch (logical) {
            case LogicalType.StringType text -> new LeafDecoder(Type.STRING, LeafDecoder::texts);
            case LogicalType.EnumType text -> new LeafDecoder(Type.STRING, LeafDecoder::texts);
            case LogicalType.JsonType json -> new LeafDecoder(Type.JSON, LeafDecoder::texts);
            case LogicalType.UuidType uuid
            when length == PhysicalTypes.UUID_BYTES -> new LeafDecoder(Type.UUID, BinaryConversions::int128);
            case LogicalType.Float16Type half
            when length == Short.BYTES -> new LeafDecoder(Type.FLOAT32, BinaryConversions::halfFloats);
            case LogicalType.IntervalType interval
            when length == 12 -> new LeafDecoder(Type.INTERVAL, BinaryConversions::intervals);
            case LogicalType.DecimalType decimal
            when decimal.precision() > Type.Decimal.MAX_PRECISION ->
                new LeafDecoder(
                        Type.NUMERIC,
                        (leaf, size, nulls) -> BinaryConversions.numerics(leaf, size, nulls, decimal.scale()));
            case LogicalType.DecimalType decimal ->
                decimal.precision() <= Type.Decimal.MAX_LONG_PRECISION
                        ? ofDecimal(decimal, BinaryConversions::shortDecimals)
                        : ofDecimal(decimal, BinaryConversions::int128);
            case null, default -> new LeafDecoder(Type.BINARY, LeafDecoder::bytes);
        };
    }

    private static LeafDecoder ofDecimal(LogicalType.DecimalType decimal, Conversion conversion) {
        return new LeafDecoder(new Type.Decimal(decimal.precision(), decimal.scale()), conversion);
    }

    /** The values of a batch. */
    Column decode(LeafValues leaf) {
        return conversion.convert(leaf, leaf.size(), leaf.nulls());
    }

    private static Column ints(LeafValues leaf, int size, boolean[] nulls) {
        return new IntColumn(size, leaf.ints(), nulls);
    }

    private static Column widen(LeafValues leaf, int size, boolean[] nulls) {
        return widen(leaf, size, nulls, 1);
    }

    private static LongColumn widen(LeafValues leaf, int size, boolean[] nulls, long factor) {
        int[] ints = leaf.ints();
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = ints[i] * factor;
        }
        return new LongColumn(size, values, nulls);
    }

    private static Column widenUnsigned(LeafValues leaf, int size, boolean[] nulls) {
        int[] ints = leaf.ints();
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = Integer.toUnsignedLong(ints[i]);
        }
        return new LongColumn(size, values, nulls);
    }

    private static LongColumn longs(LeafValues leaf, int size, boolean[] nulls) {
        return new LongColumn(size, leaf.longs(), nulls);
    }

    private static LongColumn scaled(LeafValues leaf, int size, boolean[] nulls, long factor) {
        long[] values = Arrays.copyOf(leaf.longs(), size);
        long largest = Long.MAX_VALUE / factor;
        for (int i = 0; i < size; i++) {
            if ((values[i] > largest || values[i] < -largest) && (nulls == null || !nulls[i])) {
                throw outOfRange(leaf, values[i]);
            }
            values[i] *= factor;
        }
        return new LongColumn(size, values, nulls);
    }

    /** From midnight to midnight, 24:00 included, as PostgreSQL has it. */
    private static Column timeOfDay(LeafValues leaf, LongColumn nanos) {
        for (int i = 0; i < nanos.size(); i++) {
            if ((nanos.get(i) < 0 || nanos.get(i) > NANOS_PER_DAY) && !nanos.isNull(i)) {
                throw outOfRange(leaf, nanos.get(i));
            }
        }
        return nanos;
    }

    private static ConnectorException outOfRange(LeafValues leaf, long value) {
        ColumnSchema column = leaf.schema();
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "column '" + column.fieldPath() + "' holds " + value + ", which is out of the range of "
                        + column.logicalType() + "; mend it at its source, or leave the column out of 'columns'");
    }

    /** Texts must be UTF-8: whatever reads what is made of them relies on it. */
    private static Column texts(LeafValues leaf, int size, boolean[] nulls) {
        BytesColumn texts = bytes(leaf, size, nulls);
        byte[] bytes = texts.bytes();
        if (size == 0 || Utf8.firstInvalid(bytes, texts.start(0), texts.offsets()[size]) < 0) {
            // all of it is well-formed, so each text is if it begins with a character
            int row = 0;
            while (row < size && (texts.length(row) == 0 || (bytes[texts.start(row)] & 0xC0) != 0x80)) {
                row++;
            }
            if (row == size) {
                return texts;
            }
        }
        for (int row = 0; row < size; row++) {
            int invalid = Utf8.firstInvalid(bytes, texts.start(row), texts.start(row) + texts.length(row));
            if (invalid >= 0) {
                int shown = Math.max(texts.start(row), invalid - SHOWN_BYTES);
                throw new IllegalArgumentException("column '"
                        + leaf.schema().fieldPath() + "' holds a text that isn't UTF-8: there is a byte 0x"
                        + HexFormat.of().withUpperCase().toHexDigits(bytes[invalid]) + " behind '"
                        + new String(bytes, shown, invalid - shown, StandardCharsets.UTF_8) + "'");
            }
        }
        return texts;
    }

    private static BytesColumn bytes(LeafValues leaf, int size, boolean[] nulls) {
        int[] offsets = leaf.offsets();
        byte[] values = leaf.bytes();
        // it makes room for long texts, which short ones must not hold on to
        boolean roomy = values.length > 2L * offsets[size];
        return new BytesColumn(size, roomy ? Arrays.copyOf(values, offsets[size]) : values, offsets, nulls);
    }
}
