package dev.sluice.spi.text;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import java.util.List;

/**
 * Writes values of one type as JSON: numbers and booleans bare, decimals with all their digits, JSON as it is, lists as
 * arrays, structs as objects, maps as objects of their keys' text, everything else as a string of its canonical text.
 * NaN and infinities, which JSON has no number for, are strings. Nulls are written as {@code null}. Stateless.
 */
@FunctionalInterface
public interface JsonWriter {
    /** Writes the value in a row, or {@code null}. */
    void write(Column column, int row, ByteSink out);

    static JsonWriter of(Type type) {
        JsonWriter present = ofPresent(type);
        return (column, row, out) -> {
            if (column.isNull(row)) {
                out.writeAscii("null");
            } else {
                present.write(column, row, out);
            }
        };
    }

    /** The same for columns without nulls. */
    static JsonWriter ofPresent(Type type) {
        return switch (type) {
            // the commonest types without a call in between
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 ->
                (column, row, out) -> IntegerText.append(out, ((IntColumn) column).get(row));
            case Type.Simple.INT64 -> (column, row, out) -> IntegerText.append(out, ((LongColumn) column).get(row));
            case Type.Decimal decimal
            when decimal.fitsLong() ->
                (column, row, out) -> DecimalText.append(out, ((LongColumn) column).get(row), decimal.scale());
            case Type.Simple.DATE ->
                (column, row, out) -> {
                    out.write('"');
                    TemporalText.appendDate(out, ((IntColumn) column).get(row));
                    out.write('"');
                };
            case Type.Simple.BOOLEAN, Type.Simple.JSON -> ValueWriter.of(type)::write;
            case Type.Decimal decimal -> ValueWriter.of(type)::write;
            case Type.Simple.FLOAT32 ->
                (column, row, out) -> writeFloating(
                        out, ((FloatColumn) column).get(row), Float.toString(((FloatColumn) column).get(row)));
            case Type.Simple.FLOAT64 ->
                (column, row, out) -> writeFloating(
                        out, ((DoubleColumn) column).get(row), Double.toString(((DoubleColumn) column).get(row)));
            case Type.Simple.NUMERIC -> JsonWriter::writeNumeric;
            case Type.Text text ->
                (column, row, out) -> {
                    BytesColumn bytes = (BytesColumn) column;
                    writeString(out, bytes.bytes(), bytes.start(row), bytes.length(row));
                };
            case Type.Simple.BINARY, Type.Simple.UUID, Type.Simple.INTERVAL -> quoted(type);
            case Type.Time time -> quoted(type);
            case Type.Timestamp timestamp -> quoted(type);
            case Type.TimestampTz timestamp -> quoted(type);
            case Type.ListOf list -> listWriter(list);
            case Type.Struct struct -> structWriter(struct);
            case Type.MapOf map -> mapWriter(map);
        };
    }

    /** Writes a JSON string of UTF-8 text, escaping what must be. */
    static void writeString(ByteSink out, byte[] text, int from, int length) {
        int end = from + length;
        int special = nextSpecial(text, from, end);
        if (special == end) {
            byte[] target = out.reserve(length + 2);
            int start = out.length();
            target[start] = '"';
            System.arraycopy(text, from, target, start + 1, length);
            target[start + length + 1] = '"';
            out.setLength(start + length + 2);
            return;
        }
        out.write('"');
        int copied = from;
        while (special < end) {
            out.write(text, copied, special - copied);
            writeEscape(out, text[special]);
            copied = special + 1;
            special = nextSpecial(text, copied, end);
        }
        out.write(text, copied, end - copied);
        out.write('"');
    }

    /** The first byte that must be escaped, or the end; looks at eight at a time, after "Hacker's Delight", 6-1. */
    private static int nextSpecial(byte[] text, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) Octets.LONG.get(text, i);
            long quote = word ^ Octets.ONES * '"';
            long backslash = word ^ Octets.ONES * '\\';
            long marks = ((quote - Octets.ONES) & ~quote
                            | (backslash - Octets.ONES) & ~backslash
                            | (word - Octets.ONES * ' ') & ~word)
                    & Octets.HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (i < end && (text[i] >= ' ' && text[i] != '"' && text[i] != '\\' || text[i] < 0)) {
            i++;
        }
        return i;
    }

    private static void writeEscape(ByteSink out, byte control) {
        switch (control) {
            case '"' -> out.writeAscii("\\\"");
            case '\\' -> out.writeAscii("\\\\");
            case '\n' -> out.writeAscii("\\n");
            case '\r' -> out.writeAscii("\\r");
            case '\t' -> out.writeAscii("\\t");
            default -> {
                out.writeAscii("\\u00");
                out.write(Character.forDigit(control >> 4, 16));
                out.write(Character.forDigit(control & 15, 16));
            }
        }
    }

    private static void writeFloating(ByteSink out, double value, String text) {
        if (Double.isFinite(value)) {
            out.writeAscii(text);
        } else {
            out.write('"');
            out.writeAscii(text);
            out.write('"');
        }
    }

    private static void writeNumeric(Column column, int row, ByteSink out) {
        BytesColumn text = (BytesColumn) column;
        int start = text.start(row);
        byte last = text.bytes()[start + text.length(row) - 1];
        boolean finite = last >= '0' && last <= '9';
        if (!finite) {
            out.write('"');
        }
        out.write(text.bytes(), start, text.length(row));
        if (!finite) {
            out.write('"');
        }
    }

    /** For types whose text needs no escaping. */
    private static JsonWriter quoted(Type type) {
        ValueWriter text = ValueWriter.of(type);
        return (column, row, out) -> {
            out.write('"');
            text.write(column, row, out);
            out.write('"');
        };
    }

    private static JsonWriter listWriter(Type.ListOf type) {
        JsonWriter element = of(type.element());
        return (column, row, out) -> {
            ListColumn list = (ListColumn) column;
            out.write('[');
            for (int i = list.start(row); i < list.end(row); i++) {
                if (i > list.start(row)) {
                    out.write(',');
                }
                element.write(list.elements(), i, out);
            }
            out.write(']');
        };
    }

    private static JsonWriter structWriter(Type.Struct type) {
        List<byte[]> names =
                type.fields().stream().map(field -> quotedName(field.name())).toList();
        List<JsonWriter> writers =
                type.fields().stream().map(field -> of(field.type())).toList();
        return (column, row, out) -> {
            StructColumn struct = (StructColumn) column;
            out.write('{');
            for (int i = 0; i < writers.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(names.get(i));
                out.write(':');
                writers.get(i).write(struct.child(i), row, out);
            }
            out.write('}');
        };
    }

    private static JsonWriter mapWriter(Type.MapOf type) {
        ValueWriter keyText = ValueWriter.of(type.key());
        JsonWriter value = of(type.value());
        return (column, row, out) -> {
            ListColumn map = (ListColumn) column;
            StructColumn entries = (StructColumn) map.elements();
            ByteSink key = new ByteSink(32);
            out.write('{');
            for (int i = map.start(row); i < map.end(row); i++) {
                if (i > map.start(row)) {
                    out.write(',');
                }
                key.clear();
                keyText.write(entries.child(0), i, key);
                writeString(out, key.array(), 0, key.length());
                out.write(':');
                value.write(entries.child(1), i, out);
            }
            out.write('}');
        };
    }

    private static byte[] quotedName(String name) {
        ByteSink out = new ByteSink(name.length() + 2);
        byte[] utf8 = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        writeString(out, utf8, 0, utf8.length);
        return out.toByteArray();
    }
}
