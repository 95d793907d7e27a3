package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.TemporalText;
import dev.sluice.spi.text.ValueWriter;

/** Writes values as MySQL's text, not yet escaped. Stateless. */
@FunctionalInterface
public interface FieldEncoder {
    /**
     * Writes the value in a row, which isn't null.
     *
     * @return false where MySQL has no such value
     */
    boolean encode(Column column, int row, ByteSink out);

    /** An encoder for values of a type that go into a column. */
    static FieldEncoder of(Type type, String nativeType) {
        return isDuration(type, nativeType) ? duration(nativeType) : of(type);
    }

    /** Whether values are text as they are, in which there may be anything. */
    static boolean copies(Type type, String nativeType) {
        return type instanceof Type.Text || type == Type.JSON || type == Type.INTERVAL && !isDuration(type, nativeType);
    }

    private static boolean isDuration(Type type, String nativeType) {
        return type == Type.INTERVAL && NativeName.of(nativeType).equals("time");
    }

    private static FieldEncoder duration(String nativeType) {
        String digits = nativeType.replaceAll("\\D", "");
        int kept = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return (column, row, out) -> {
            BytesColumn text = (BytesColumn) column;
            return DurationText.append(out, text.bytes(), text.start(row), text.length(row), kept);
        };
    }

    private static FieldEncoder of(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                (column, row, out) -> {
                    out.write(((BooleanColumn) column).get(row) ? '1' : '0');
                    return true;
                };
            case Type.Simple.FLOAT32 ->
                (column, row, out) -> {
                    // as a double's text, which is the same number: the server reads a double and rounds it
                    double value = ((FloatColumn) column).get(row);
                    return appendFinite(value, out);
                };
            case Type.Simple.FLOAT64 -> (column, row, out) -> appendFinite(((DoubleColumn) column).get(row), out);
            case Type.Simple.NUMERIC -> FieldEncoder::numeric;
            case Type.TimestampTz(int precision)
            when precision <= 6 ->
                (column, row, out) -> {
                    TemporalText.appendTimestamp(out, ((LongColumn) column).get(row), 0);
                    return true;
                };
            case Type.Timestamp(int precision) when precision > 6 -> FieldEncoder::micros;
            case Type.TimestampTz timestamp -> FieldEncoder::micros;
            case Type.Simple.BINARY -> FieldEncoder::hex;
            default -> {
                ValueWriter writer = ValueWriter.of(type);
                yield (column, row, out) -> {
                    writer.write(column, row, out);
                    return true;
                };
            }
        };
    }

    private static boolean appendFinite(double value, ByteSink out) {
        out.writeAscii(Double.toString(value));
        return Double.isFinite(value);
    }

    /** NaN and infinities are the ones that begin with a letter, maybe after a sign. */
    private static boolean numeric(Column column, int row, ByteSink out) {
        BytesColumn text = (BytesColumn) column;
        int start = text.start(row);
        out.write(text.bytes(), start, text.length(row));
        return text.bytes()[start + text.length(row) - 1] <= '9'
                && NumericLimits.fits(text.bytes(), start, text.length(row));
    }

    private static boolean micros(Column column, int row, ByteSink out) {
        NanoTimestampColumn nano = (NanoTimestampColumn) column;
        TemporalText.appendTimestamp(out, nano.micros(row), nano.nanos(row));
        return nano.nanos(row) == 0;
    }

    private static boolean hex(Column column, int row, ByteSink out) {
        BytesColumn values = (BytesColumn) column;
        int length = values.length(row);
        byte[] source = values.bytes();
        int from = values.start(row);
        byte[] target = out.reserve(2 * length);
        int at = out.length();
        for (int i = 0; i < length; i++) {
            int octet = source[from + i];
            target[at++] = HexDigits.BYTES[octet >> 4 & 15];
            target[at++] = HexDigits.BYTES[octet & 15];
        }
        out.setLength(at);
        return true;
    }
}
