package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.result.ResultCell;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;

/**
 * How Oracle's values get into columns.
 *
 * @param largestValue how many bytes a LOB may have
 */
record Cells(long largestValue) {
    ResultCell of(Field field, ColumnBuilder out) {
        return switch (ColumnType.base(field.nativeType())) {
            case "CLOB", "NCLOB", "XMLTYPE", "JSON", "VECTOR", "SDO_GEOMETRY" ->
                LobCells.text(field.name(), (BytesColumn.Builder) out, largestValue);
            case "BLOB" -> LobCells.bytes(field.name(), (BytesColumn.Builder) out, largestValue);
            case "INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND" -> interval((BytesColumn.Builder) out);
            default -> of(field.type(), out);
        };
    }

    private static ResultCell of(Type type, ColumnBuilder out) {
        return switch (type) {
            // the driver makes a long without a BigDecimal in between
            case Type.Decimal decimal
            when decimal.fitsLong() && decimal.scale() == 0 ->
                (row, column) -> {
                    long value = row.getLong(column);
                    if (row.wasNull()) {
                        out.appendNull();
                        return 1;
                    }
                    ((LongColumn.Builder) out).append(value);
                    return Long.BYTES;
                };
            // SYS_EXTRACT_UTC gives the clock in UTC
            case Type.TimestampTz(int precision) -> ResultCell.of(new Type.Timestamp(precision), out);
            default -> ResultCell.of(type, out);
        };
    }

    private static ResultCell interval(BytesColumn.Builder out) {
        return (row, column) -> {
            String value = row.getString(column);
            if (value == null) {
                out.appendNull();
                return 1;
            }
            String iso = IntervalText.toIso(value);
            if (iso == null) {
                return ResultCell.REFUSED;
            }
            out.append(iso.getBytes(StandardCharsets.US_ASCII));
            return iso.length() + Integer.BYTES;
        };
    }
}
