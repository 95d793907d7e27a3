package dev.sluice.spi.text;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import java.util.Base64;

/**
 * Writes values of one type in their canonical text form, the same wherever Sluice writes text: CSV, JSON strings, text
 * columns of a database. {@link ValueParser} is the inverse. Binary is base64; nested values are JSON. Stateless.
 */
@FunctionalInterface
public interface ValueWriter {
    /** Writes the value in a row, which must not be null. */
    void write(Column column, int row, ByteSink out);

    static ValueWriter of(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                (column, row, out) -> out.writeAscii(((BooleanColumn) column).get(row) ? "true" : "false");
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 ->
                (column, row, out) -> IntegerText.append(out, ((IntColumn) column).get(row));
            case Type.Simple.INT64 -> (column, row, out) -> IntegerText.append(out, ((LongColumn) column).get(row));
            case Type.Simple.FLOAT32 ->
                (column, row, out) -> out.writeAscii(Float.toString(((FloatColumn) column).get(row)));
            case Type.Simple.FLOAT64 ->
                (column, row, out) -> out.writeAscii(Double.toString(((DoubleColumn) column).get(row)));
            case Type.Simple.NUMERIC, Type.Simple.JSON, Type.Simple.INTERVAL -> ValueWriter::copy;
            case Type.Text text -> ValueWriter::copy;
            case Type.Simple.BINARY ->
                (column, row, out) -> {
                    BytesColumn bytes = (BytesColumn) column;
                    int start = bytes.start(row);
                    byte[] value = java.util.Arrays.copyOfRange(bytes.bytes(), start, start + bytes.length(row));
                    out.write(Base64.getEncoder().encode(value));
                };
            case Type.Simple.UUID ->
                (column, row, out) -> {
                    Int128Column uuid = (Int128Column) column;
                    UuidText.append(out, uuid.high(row), uuid.low(row));
                };
            case Type.Simple.DATE -> (column, row, out) -> TemporalText.appendDate(out, ((IntColumn) column).get(row));
            case Type.Decimal decimal
            when decimal.fitsLong() ->
                (column, row, out) -> DecimalText.append(out, ((LongColumn) column).get(row), decimal.scale());
            case Type.Decimal decimal ->
                (column, row, out) -> {
                    Int128Column wide = (Int128Column) column;
                    DecimalText.append(out, wide.high(row), wide.low(row), decimal.scale());
                };
            case Type.Time time -> (column, row, out) -> TemporalText.appendTime(out, ((LongColumn) column).get(row));
            case Type.Timestamp timestamp
            when timestamp.precision() <= 6 ->
                (column, row, out) -> TemporalText.appendTimestamp(out, ((LongColumn) column).get(row), 0);
            case Type.Timestamp timestamp ->
                (column, row, out) -> {
                    NanoTimestampColumn nano = (NanoTimestampColumn) column;
                    TemporalText.appendTimestamp(out, nano.micros(row), nano.nanos(row));
                };
            case Type.TimestampTz timestamp
            when timestamp.precision() <= 6 ->
                (column, row, out) -> TemporalText.appendInstant(out, ((LongColumn) column).get(row), 0);
            case Type.TimestampTz timestamp ->
                (column, row, out) -> {
                    NanoTimestampColumn nano = (NanoTimestampColumn) column;
                    TemporalText.appendInstant(out, nano.micros(row), nano.nanos(row));
                };
            case Type.ListOf list -> JsonWriter.of(list)::write;
            case Type.Struct struct -> JsonWriter.of(struct)::write;
            case Type.MapOf map -> JsonWriter.of(map)::write;
        };
    }

    private static void copy(Column column, int row, ByteSink out) {
        BytesColumn bytes = (BytesColumn) column;
        out.write(bytes.bytes(), bytes.start(row), bytes.length(row));
    }
}
