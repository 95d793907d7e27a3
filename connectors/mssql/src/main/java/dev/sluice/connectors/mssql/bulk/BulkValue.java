package dev.sluice.connectors.mssql.bulk;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Int128;
import dev.sluice.spi.text.UuidText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes the object that the driver wants for a value: it takes nothing but objects. Used by one thread.
 */
@FunctionalInterface
interface BulkValue {
    /**
     * The value of a row, which isn't null.
     *
     * @return null where the column has no such value
     */
    Object of(Column column, int row);

    static BulkValue bit() {
        return (column, row) -> ((BooleanColumn) column).get(row);
    }

    /** Whole numbers for a tinyint, which has no sign. */
    static BulkValue octet(Type type) {
        BulkValue value = smallInteger(type);
        return (column, row) -> {
            Short number = (Short) value.of(column, row);
            return number == null || number < 0 || number > 255 ? null : number;
        };
    }

    static BulkValue smallInteger(Type type) {
        return type == Type.BOOLEAN
                ? (column, row) -> (short) (((BooleanColumn) column).get(row) ? 1 : 0)
                : (column, row) -> {
                    int value = ((IntColumn) column).get(row);
                    return value == (short) value ? Short.valueOf((short) value) : null;
                };
    }

    static BulkValue integer(Type type) {
        return type == Type.BOOLEAN
                ? (column, row) -> ((BooleanColumn) column).get(row) ? 1 : 0
                : (column, row) -> ((IntColumn) column).get(row);
    }

    static BulkValue longInteger(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> (column, row) -> ((BooleanColumn) column).get(row) ? 1L : 0L;
            case Type.Simple.INT64 -> (column, row) -> ((LongColumn) column).get(row);
            default -> (column, row) -> (long) ((IntColumn) column).get(row);
        };
    }

    static BulkValue real() {
        return (column, row) -> {
            float value = ((FloatColumn) column).get(row);
            return Float.isFinite(value) ? (Float) value : null;
        };
    }

    static BulkValue floating() {
        return (column, row) -> {
            double value = ((DoubleColumn) column).get(row);
            return Double.isFinite(value) ? (Double) value : null;
        };
    }

    /**
     * Decimal and whole numbers.
     *
     * @param precision of the column
     * @param scale of the column
     */
    static BulkValue decimal(Type type, int precision, int scale) {
        return switch (type) {
            case Type.Decimal(int digits, int from)
            when digits <= Type.Decimal.MAX_LONG_PRECISION ->
                (column, row) -> fitted(BigDecimal.valueOf(((LongColumn) column).get(row), from), precision, scale);
            case Type.Decimal(int digits, int from) ->
                (column, row) -> {
                    Int128Column wide = (Int128Column) column;
                    return fitted(
                            new BigDecimal(Int128.toBigInteger(wide.high(row), wide.low(row)), from), precision, scale);
                };
            case Type.Simple.NUMERIC -> (column, row) -> numeric(((BytesColumn) column).text(row), precision, scale);
            case Type.Simple.INT64 ->
                (column, row) -> fitted(BigDecimal.valueOf(((LongColumn) column).get(row)), precision, scale);
            default -> (column, row) -> fitted(BigDecimal.valueOf(((IntColumn) column).get(row)), precision, scale);
        };
    }

    private static BigDecimal numeric(String text, int precision, int scale) {
        boolean number = text.charAt(text.length() - 1) <= '9';
        return number ? fitted(new BigDecimal(text).stripTrailingZeros(), precision, scale) : null;
    }

    /** Null where digits would be lost. */
    private static BigDecimal fitted(BigDecimal value, int precision, int scale) {
        if (value.scale() > scale) {
            return null;
        }
        BigDecimal scaled = value.scale() == scale ? value : value.setScale(scale);
        return scaled.precision() > precision ? null : scaled;
    }

    static BulkValue uuid() {
        ByteSink text = new ByteSink(36);
        return (column, row) -> {
            Int128Column uuid = (Int128Column) column;
            text.clear();
            UuidText.append(text, uuid.high(row), uuid.low(row));
            return new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1);
        };
    }

    /**
     * Bytes.
     *
     * @param longest that the column holds, -1 for any
     * @param fixed whether all of its values are as long as that
     */
    static BulkValue binary(int longest, boolean fixed) {
        return (column, row) -> {
            BytesColumn bytes = (BytesColumn) column;
            int length = bytes.length(row);
            if (longest >= 0 && (length > longest || fixed && length < longest)) {
                return null;
            }
            int start = bytes.start(row);
            return Arrays.copyOfRange(bytes.bytes(), start, start + length);
        };
    }

    /**
     * Texts in UTF-16.
     *
     * @param longest that the column holds, in units of UTF-16, -1 for any
     */
    static BulkValue text(int longest) {
        return (column, row) -> {
            String text = ((BytesColumn) column).text(row);
            return longest >= 0 && text.length() > longest ? null : text;
        };
    }
}
