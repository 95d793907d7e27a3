package dev.sluice.connectors.jdbc.split;

import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** Values of key columns: as texts in splits, and as numbers that can be cut into steps. */
final class KeyValue {
    private KeyValue() {}

    /** Whether columns of a type can be part of a key that is cut. */
    static boolean isSupported(Type type) {
        return switch (type) {
            case Type.Simple.INT8,
                    Type.Simple.INT16,
                    Type.Simple.INT32,
                    Type.Simple.INT64,
                    Type.Simple.NUMERIC,
                    Type.Simple.BINARY,
                    Type.Simple.DATE,
                    Type.Simple.UUID -> true;
            case Type.Decimal decimal -> true;
            case Type.Text text -> true;
            case Type.Timestamp timestamp -> true;
            default -> false;
        };
    }

    /** A column's value in the current row; null for NULL. */
    static String read(ResultSet row, int column, Type type) throws SQLException {
        return switch (type) {
            case Type.Simple.BINARY -> {
                byte[] bytes = row.getBytes(column);
                yield bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
            }
            case Type.Simple.DATE -> text(row.getObject(column, LocalDate.class));
            case Type.Timestamp timestamp -> text(row.getObject(column, LocalDateTime.class));
            case Type.Text text -> row.getString(column);
            case Type.Simple.UUID -> row.getString(column);
            default -> {
                BigDecimal number = row.getBigDecimal(column);
                yield number == null ? null : number.toPlainString();
            }
        };
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** The value as a whole number whose order is the values' order, for types where equal steps make sense. */
    static Optional<BigInteger> toOrdinal(Type type, String value) {
        return switch (type) {
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 ->
                Optional.of(new BigInteger(value));
            case Type.Decimal(int precision, int scale) ->
                Optional.of(new BigDecimal(value).setScale(scale).unscaledValue());
            case Type.Simple.DATE ->
                Optional.of(BigInteger.valueOf(LocalDate.parse(value).toEpochDay()));
            case Type.Timestamp timestamp ->
                Optional.of(BigInteger.valueOf(ChronoUnit.SECONDS.between(
                        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), LocalDateTime.parse(value))));
            default -> Optional.empty();
        };
    }

    static String ofOrdinal(Type type, BigInteger ordinal) {
        return switch (type) {
            case Type.Decimal(int precision, int scale) -> new BigDecimal(ordinal, scale).toPlainString();
            case Type.Simple.DATE ->
                LocalDate.ofEpochDay(ordinal.longValueExact()).toString();
            case Type.Timestamp timestamp ->
                LocalDateTime.ofEpochSecond(ordinal.longValueExact(), 0, ZoneOffset.UTC)
                        .toString();
            default -> ordinal.toString();
        };
    }
}
