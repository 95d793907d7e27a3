package dev.sluice.connectors.jdbc.condition;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/**
 * A value that a column is compared with.
 *
 * @param text canonical
 */
public record BoundValue(Field column, String text) {
    /** Sets a parameter to the value, in the column's own precision; instants as the clock in UTC. */
    public void bind(PreparedStatement statement, int index) throws SQLException {
        switch (column.type()) {
            case Type.Simple.BINARY ->
                statement.setBytes(index, Base64.getDecoder().decode(text));
            case Type.Simple.DATE -> statement.setObject(index, LocalDate.parse(text));
            case Type.Timestamp timestamp -> statement.setObject(index, LocalDateTime.parse(text));
            case Type.TimestampTz timestamp -> statement.setObject(index, clock());
            case Type.Text any -> statement.setString(index, text);
            case Type.Simple.UUID -> statement.setString(index, text);
            // a float is compared as the double it is, not as the one that its digits are nearest to
            case Type.Simple.FLOAT32 -> statement.setDouble(index, Float.parseFloat(text));
            case Type.Simple.FLOAT64 -> statement.setDouble(index, Double.parseDouble(text));
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 ->
                statement.setLong(index, Long.parseLong(text));
            default -> statement.setBigDecimal(index, new BigDecimal(text));
        }
    }

    /** What a clock in UTC shows at the instant. */
    public LocalDateTime clock() {
        return LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC);
    }
}
