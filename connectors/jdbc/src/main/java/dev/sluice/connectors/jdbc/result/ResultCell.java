package dev.sluice.connectors.jdbc.result;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Moves one column's value of the current row into its builder, through the getter of the driver that makes the fewest
 * objects and keeps the value. Temporal values go by java.time: java.sql's classes have this machine's zone in them.
 */
@FunctionalInterface
public interface ResultCell {
    /** What a refused value counts as. */
    int REFUSED = -1;

    /**
     * Appends the value, or null for NULL.
     *
     * @return how many bytes it takes, at least one; or {@link #REFUSED}, with nothing appended, where it isn't one of the
     *     column's type
     */
    int read(ResultSet row, int column) throws SQLException;

    /** A cell for a type whose values the driver gives in the usual Java types. */
    static ResultCell of(Type type, ColumnBuilder out) {
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                (row, column) -> {
                    boolean value = row.getBoolean(column);
                    if (row.wasNull()) {
                        return appendNull(out);
                    }
                    ((BooleanColumn.Builder) out).append(value);
                    return 1;
                };
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 ->
                (row, column) -> {
                    int value = row.getInt(column);
                    if (row.wasNull()) {
                        return appendNull(out);
                    }
                    ((IntColumn.Builder) out).append(value);
                    return Integer.BYTES;
                };
            case Type.Simple.INT64 ->
                (row, column) -> {
                    long value = row.getLong(column);
                    if (row.wasNull()) {
                        return appendNull(out);
                    }
                    ((LongColumn.Builder) out).append(value);
                    return Long.BYTES;
                };
            case Type.Simple.FLOAT32 ->
                (row, column) -> {
                    float value = row.getFloat(column);
                    if (row.wasNull()) {
                        return appendNull(out);
                    }
                    ((FloatColumn.Builder) out).append(value);
                    return Float.BYTES;
                };
            case Type.Simple.FLOAT64 ->
                (row, column) -> {
                    double value = row.getDouble(column);
                    if (row.wasNull()) {
                        return appendNull(out);
                    }
                    ((DoubleColumn.Builder) out).append(value);
                    return Double.BYTES;
                };
            case Type.Decimal decimal -> decimal(decimal, out);
            case Type.Simple.NUMERIC ->
                (row, column) -> {
                    BigDecimal value = row.getBigDecimal(column);
                    return value == null ? appendNull(out) : append((BytesColumn.Builder) out, value.toPlainString());
                };
            case Type.Simple.BINARY ->
                (row, column) -> {
                    byte[] value = row.getBytes(column);
                    if (value == null) {
                        return appendNull(out);
                    }
                    ((BytesColumn.Builder) out).append(value);
                    return value.length + Integer.BYTES;
                };
            case Type.Text text -> text((BytesColumn.Builder) out);
            case Type.Simple.JSON, Type.Simple.INTERVAL -> text((BytesColumn.Builder) out);
            case Type.Simple.DATE ->
                (row, column) -> {
                    LocalDate value = row.getObject(column, LocalDate.class);
                    if (value == null) {
                        return appendNull(out);
                    }
                    ((IntColumn.Builder) out).append(Math.toIntExact(value.toEpochDay()));
                    return Integer.BYTES;
                };
            case Type.Time time ->
                (row, column) -> {
                    LocalTime value = row.getObject(column, LocalTime.class);
                    if (value == null) {
                        return appendNull(out);
                    }
                    ((LongColumn.Builder) out).append(value.toNanoOfDay());
                    return Long.BYTES;
                };
            case Type.Timestamp timestamp ->
                (row, column) -> appendClock(out, row.getObject(column, LocalDateTime.class));
            case Type.TimestampTz timestamp ->
                (row, column) -> {
                    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
                    return appendClock(
                            out,
                            value == null
                                    ? null
                                    : value.withOffsetSameInstant(ZoneOffset.UTC)
                                            .toLocalDateTime());
                };
            case Type.Simple.UUID -> parsed(type, out);
            case Type.ListOf list -> throw notScalar(type);
            case Type.Struct struct -> throw notScalar(type);
            case Type.MapOf map -> throw notScalar(type);
        };
    }

    /** A cell for values that the driver gives as a canonical text. */
    static ResultCell parsed(Type type, ColumnBuilder out) {
        ValueParser parser = ValueParser.of(type);
        return (row, column) -> {
            String value = row.getString(column);
            if (value == null) {
                return appendNull(out);
            }
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            return parser.parse(text, 0, text.length, out) ? text.length + Integer.BYTES : REFUSED;
        };
    }

    private static ResultCell text(BytesColumn.Builder out) {
        return (row, column) -> {
            String value = row.getString(column);
            return value == null ? appendNull(out) : append(out, value);
        };
    }

    private static ResultCell decimal(Type.Decimal type, ColumnBuilder out) {
        return (row, column) -> {
            BigDecimal value = row.getBigDecimal(column);
            if (value == null) {
                return appendNull(out);
            }
            BigDecimal scaled = value.scale() == type.scale() ? value : rescaled(value, type.scale());
            if (scaled == null || scaled.precision() > type.precision()) {
                return REFUSED;
            }
            if (out instanceof LongColumn.Builder longs) {
                longs.append(scaled.unscaledValue().longValue());
                return Long.BYTES;
            }
            BigInteger unscaled = scaled.unscaledValue();
            ((Int128Column.Builder) out).append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
            return 2 * Long.BYTES;
        };
    }

    /** Null where digits would be lost. */
    private static BigDecimal rescaled(BigDecimal value, int scale) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() > scale ? null : stripped.setScale(scale);
    }

    private static int appendClock(ColumnBuilder out, LocalDateTime value) {
        if (value == null) {
            return appendNull(out);
        }
        long seconds = value.toEpochSecond(ZoneOffset.UTC);
        long micros = Math.addExact(Math.multiplyExact(seconds, 1_000_000L), value.getNano() / 1000);
        if (out instanceof NanoTimestampColumn.Builder nanos) {
            nanos.append(micros, (short) (value.getNano() % 1000));
        } else if (value.getNano() % 1000 != 0) {
            return REFUSED;
        } else {
            ((LongColumn.Builder) out).append(micros);
        }
        return Long.BYTES;
    }

    private static int append(BytesColumn.Builder out, String value) {
        if (isTorn(value)) {
            return REFUSED;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.append(utf8);
        return utf8.length + Integer.BYTES;
    }

    /** Whether half of a surrogate pair stands alone, which SQL Server keeps and UTF-8 would have a question mark for. */
    private static boolean isTorn(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean pair =
                        i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static int appendNull(ColumnBuilder out) {
        out.appendNull();
        return 1;
    }

    private static IllegalArgumentException notScalar(Type type) {
        return new IllegalArgumentException("a database's driver gives " + type + " as JSON text");
    }
}
