package dev.sluice.spi.text;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.ListColumn;
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

    private static JsonWriter ofPresent(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN,
                    Type.Simple.INT8,
                    Type.Simple.INT16,
                    Type.Simple.INT32,
                    Type.Simple.INT64,
                    Type.Simple.JSON -> ValueWriter.of(type)::write;
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
            case Type.Simple.BINARY, Type.Simple.UUID, Type.Simple.DATE, Type.Simple.INTERVAL -> quoted(type);
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
        out.write('"');
        int copied = from;
        for (int i = from; i < from + length; i++) {
            byte next = text[i];
            if (next >= ' ' && next != '"' && next != '\\' || next < 0) {
                continue;
            }
            out.write(text, copied, i - copied);
            copied = i + 1;
            writeEscape(out, next);
        }
        out.write(text, copied, from + length - copied);
        out.write('"');
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
