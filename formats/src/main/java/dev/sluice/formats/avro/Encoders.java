package dev.sluice.formats.avro;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.UuidText;
import dev.sluice.spi.text.ValueWriter;
import java.util.List;

/** Writes values of columns in the schema that {@link SchemaWriter} makes of their types. */
final class Encoders {
    private static final int BRANCH_NULL = 0;
    private static final int BRANCH_VALUE = 2; // 1 in zig-zag
    private static final long NANOS_PER_MICRO = 1000;
    private static final int UUID_LENGTH = 36;

    /** Writes the value in a row of a column. */
    @FunctionalInterface
    interface Encoder {
        void write(Column column, int row, ByteSink out);
    }

    private Encoders() {}

    static Encoder of(Field field) {
        return field.nullable() ? nullable(field.type()) : of(field.type());
    }

    private static Encoder nullable(Type type) {
        Encoder present = of(type);
        return (column, row, out) -> {
            if (column.isNull(row)) {
                out.write(BRANCH_NULL);
            } else {
                out.write(BRANCH_VALUE);
                present.write(column, row, out);
            }
        };
    }

    private static Encoder of(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> (column, row, out) -> out.write(((BooleanColumn) column).get(row) ? 1 : 0);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.DATE ->
                (column, row, out) -> Varints.write(out, ((IntColumn) column).get(row));
            case Type.Simple.INT64 -> (column, row, out) -> Varints.write(out, ((LongColumn) column).get(row));
            case Type.Simple.FLOAT32 -> (column, row, out) -> Varints.writeFloat(out, ((FloatColumn) column).get(row));
            case Type.Simple.FLOAT64 ->
                (column, row, out) -> Varints.writeDouble(out, ((DoubleColumn) column).get(row));
            case Type.Simple.NUMERIC, Type.Simple.JSON, Type.Simple.INTERVAL, Type.Simple.BINARY -> Encoders::bytes;
            case Type.Text text -> Encoders::bytes;
            case Type.Simple.UUID ->
                (column, row, out) -> {
                    Varints.write(out, UUID_LENGTH);
                    UuidText.append(out, ((Int128Column) column).high(row), ((Int128Column) column).low(row));
                };
            case Type.Decimal decimal
            when decimal.fitsLong() ->
                (column, row, out) -> {
                    long unscaled = ((LongColumn) column).get(row);
                    Decimals.write(out, unscaled >> Long.SIZE - 1, unscaled);
                };
            case Type.Decimal decimal ->
                (column, row, out) ->
                        Decimals.write(out, ((Int128Column) column).high(row), ((Int128Column) column).low(row));
            case Type.Time(int digits)
            when digits <= 6 ->
                (column, row, out) -> Varints.write(out, ((LongColumn) column).get(row) / NANOS_PER_MICRO);
            case Type.Time time -> text(time);
            case Type.Timestamp(int digits) -> timestamp(digits);
            case Type.TimestampTz(int digits) -> timestamp(digits);
            case Type.ListOf(Type element) -> list(nullable(element));
            case Type.Struct struct -> struct(SchemaWriter.members(struct));
            case Type.MapOf map ->
                map.key() instanceof Type.Text
                        ? map(map)
                        : list(struct(map.entry().fields()));
        };
    }

    private static void bytes(Column column, int row, ByteSink out) {
        BytesColumn bytes = (BytesColumn) column;
        int length = bytes.length(row);
        Varints.write(out, length);
        out.write(bytes.bytes(), bytes.start(row), length);
    }

    /** Values for which Avro has no type of its own, as their text. */
    private static Encoder text(Type type) {
        ValueWriter writer = ValueWriter.of(type);
        ByteSink text = new ByteSink(32);
        return (column, row, out) -> {
            text.clear();
            writer.write(column, row, text);
            Varints.write(out, text.length());
            out.write(text.array(), 0, text.length());
        };
    }

    private static Encoder timestamp(int digits) {
        return digits <= 6
                ? (column, row, out) -> Varints.write(out, ((LongColumn) column).get(row))
                : (column, row, out) -> {
                    NanoTimestampColumn nano = (NanoTimestampColumn) column;
                    Varints.write(out, epochNanos(nano.micros(row), nano.nanos(row)));
                };
    }

    private static long epochNanos(long micros, int nanos) {
        // of two products the one nearer to zero, so that the least number of all is reached too
        long whole = micros < 0 ? micros + 1 : micros;
        long rest = micros < 0 ? nanos - NANOS_PER_MICRO : nanos;
        if (whole > Long.MAX_VALUE / NANOS_PER_MICRO || whole < Long.MIN_VALUE / NANOS_PER_MICRO) {
            throw outOfRange();
        }
        long product = whole * NANOS_PER_MICRO;
        long sum = product + rest;
        if (((product ^ sum) & (rest ^ sum)) < 0) {
            throw outOfRange();
        }
        return sum;
    }

    private static AvroProblem outOfRange() {
        return AvroProblem.refused("a timestamp in nanoseconds can only lie between the years 1677 and 2262; cast the"
                + " column to a precision of 6 digits");
    }

    private static Encoder list(Encoder element) {
        return (column, row, out) -> {
            ListColumn list = (ListColumn) column;
            int start = list.start(row);
            int end = list.end(row);
            if (end > start) {
                Varints.write(out, end - start);
                for (int i = start; i < end; i++) {
                    element.write(list.elements(), i, out);
                }
            }
            out.write(0);
        };
    }

    private static Encoder struct(List<Field> members) {
        Encoder[] fields = members.stream().map(Encoders::of).toArray(Encoder[]::new);
        return (column, row, out) -> {
            StructColumn struct = (StructColumn) column;
            for (int i = 0; i < fields.length; i++) {
                fields[i].write(struct.child(i), row, out);
            }
        };
    }

    private static Encoder map(Type.MapOf type) {
        Encoder key = of(type.key());
        Encoder value = nullable(type.value());
        return list((entries, row, out) -> {
            key.write(((StructColumn) entries).child(0), row, out);
            value.write(((StructColumn) entries).child(1), row, out);
        });
    }
}
