package dev.sluice.formats.parquet;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Physical forms that are not the form of our columns: bytes that stand for numbers, unsigned longs, nanoseconds. */
final class BinaryConversions {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** The Julian day of 1970-01-01. */
    private static final long JULIAN_EPOCH_DAY = 2_440_588;

    private BinaryConversions() {}

    /** Big-endian two's complement of up to 16 bytes, or the 16 bytes of a UUID. */
    static Column int128(LeafValues leaf, int size, boolean[] nulls) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        long[] high = new long[size];
        long[] low = new long[size];
        for (int i = 0; i < size; i++) {
            int start = significant(leaf, bytes, offsets[i], offsets[i + 1], 2 * Long.BYTES);
            int middle = Math.max(start, offsets[i + 1] - Long.BYTES);
            long sign = start < offsets[i + 1] ? bytes[start] >> 7 : 0;
            high[i] = bigEndian(bytes, start, middle, sign);
            low[i] = bigEndian(bytes, middle, offsets[i + 1], sign);
        }
        return new Int128Column(size, high, low, nulls);
    }

    /** Big-endian two's complement that fits a long, in any number of bytes. */
    static Column shortDecimals(LeafValues leaf, int size, boolean[] nulls) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            int start = significant(leaf, bytes, offsets[i], offsets[i + 1], Long.BYTES);
            values[i] = bigEndian(bytes, start, offsets[i + 1], start < offsets[i + 1] ? bytes[start] >> 7 : 0);
        }
        return new LongColumn(size, values, nulls);
    }

    /** Big-endian two's complement of any length, as text. */
    static Column numerics(LeafValues leaf, int size, boolean[] nulls, int scale) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        BytesColumn.Builder texts = new BytesColumn.Builder(Math.max(1, size));
        for (int i = 0; i < size; i++) {
            int length = offsets[i + 1] - offsets[i];
            if (nulls != null && nulls[i] || length == 0) {
                texts.appendNull();
            } else {
                BigInteger unscaled = new BigInteger(bytes, offsets[i], length);
                texts.append(new BigDecimal(unscaled, scale).toPlainString());
            }
        }
        return texts.build();
    }

    /** Where a number starts, without the bytes that only repeat its sign, if it is then at most {@code width} long. */
    private static int significant(LeafValues leaf, byte[] bytes, int from, int to, int width) {
        int start = from;
        while (to - start > width && bytes[start] == bytes[start + 1] >> 7) {
            start++;
        }
        if (to - start > width) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    "column '" + leaf.schema().fieldPath()
                            + "' holds a decimal of more digits than its type says; write the file again with the"
                            + " right precision");
        }
        return start;
    }

    private static long bigEndian(byte[] bytes, int from, int to, long sign) {
        long value = sign;
        for (int i = from; i < to; i++) {
            value = value << Byte.SIZE | bytes[i] & 0xFF;
        }
        return value;
    }

    static Column unsignedLongs(LeafValues leaf, int size, boolean[] nulls) {
        long[] low = java.util.Arrays.copyOf(leaf.longs(), size);
        return new Int128Column(size, new long[size], low, nulls);
    }

    static Column epochNanos(LeafValues leaf, int size, boolean[] nulls) {
        long[] source = leaf.longs();
        long[] micros = new long[size];
        short[] nanos = new short[size];
        for (int i = 0; i < size; i++) {
            micros[i] = Math.floorDiv(source[i], NANOS_PER_MICRO);
            nanos[i] = (short) Math.floorMod(source[i], NANOS_PER_MICRO);
        }
        return new NanoTimestampColumn(size, micros, nanos, nulls);
    }

    /** The old timestamps of Hive, Impala and Spark: nanoseconds of the day, then the Julian day. */
    static Column int96(LeafValues leaf, int size, boolean[] nulls) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        long[] micros = new long[size];
        short[] nanos = new short[size];
        for (int i = 0; i < size; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            long nanosOfDay = LittleEndian.getLong(bytes, offsets[i]);
            long day = LittleEndian.getInt(bytes, offsets[i] + Long.BYTES) - JULIAN_EPOCH_DAY;
            micros[i] = day * MICROS_PER_DAY + Math.floorDiv(nanosOfDay, NANOS_PER_MICRO);
            nanos[i] = (short) Math.floorMod(nanosOfDay, NANOS_PER_MICRO);
        }
        return new NanoTimestampColumn(size, micros, nanos, nulls);
    }

    static Column halfFloats(LeafValues leaf, int size, boolean[] nulls) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            if (nulls == null || !nulls[i]) {
                values[i] =
                        Float.float16ToFloat((short) (bytes[offsets[i]] & 0xFF | bytes[offsets[i] + 1] << Byte.SIZE));
            }
        }
        return new FloatColumn(size, values, nulls);
    }

    /** Months, days and milliseconds, unsigned, as an ISO-8601 duration. */
    static Column intervals(LeafValues leaf, int size, boolean[] nulls) {
        byte[] bytes = leaf.bytes();
        int[] offsets = leaf.offsets();
        BytesColumn.Builder texts = new BytesColumn.Builder(Math.max(1, size));
        for (int i = 0; i < size; i++) {
            if (nulls != null && nulls[i]) {
                texts.appendNull();
            } else {
                texts.append(interval(bytes, offsets[i]));
            }
        }
        return texts.build();
    }

    private static String interval(byte[] bytes, int at) {
        long months = Integer.toUnsignedLong(LittleEndian.getInt(bytes, at));
        long days = Integer.toUnsignedLong(LittleEndian.getInt(bytes, at + Integer.BYTES));
        long millis = Integer.toUnsignedLong(LittleEndian.getInt(bytes, at + 2 * Integer.BYTES));
        StringBuilder text = new StringBuilder("P");
        if (months > 0) {
            text.append(months).append('M');
        }
        if (days > 0) {
            text.append(days).append('D');
        }
        if (millis > 0 || text.length() == 1) {
            text.append("T")
                    .append(new BigDecimal(millis)
                            .movePointLeft(3)
                            .stripTrailingZeros()
                            .toPlainString());
            text.append('S');
        }
        return text.toString();
    }
}
