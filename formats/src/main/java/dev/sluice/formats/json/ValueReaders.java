package dev.sluice.formats.json;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.util.function.Function;

/** Makes the {@link ValueReader} of a type. */
final class ValueReaders {
    private static final int LONG_DIGITS = 18;

    private ValueReaders() {}

    /**
     * A reader of values of a type into one column.
     *
     * @param out the column's builder, which nested readers stay bound to
     * @param parsers makes the parsers of values that don't nest
     */
    static ValueReader of(Type type, ColumnBuilder out, Function<Type, ValueParser> parsers) {
        return switch (type) {
            case Type.Simple.JSON -> ValueReaders::readRaw;
            case Type.Simple.INT64 -> longs(new ScalarReader(type, parsers.apply(type)));
            case Type.Text(int maxLength)
            when maxLength == Type.Text.UNLIMITED -> strings(new ScalarReader(type, parsers.apply(type)));
            case Type.ListOf(Type element) -> lists(element, (ListColumn.Builder) out, parsers);
            case Type.MapOf map -> maps(map, (ListColumn.Builder) out, parsers);
            case Type.Struct struct -> structs(struct, (StructColumn.Builder) out, parsers);
            default -> new ScalarReader(type, parsers.apply(type));
        };
    }

    private static void readRaw(JsonCursor in, ColumnBuilder out) {
        int start = in.position();
        in.skipValue();
        ((BytesColumn.Builder) out).append(in.bytes(), start, in.position() - start);
    }

    /** Short whole numbers in one pass; anything else the general way. */
    private static ValueReader longs(ScalarReader others) {
        return (in, out) -> {
            byte[] bytes = in.bytes();
            int start = in.position();
            boolean negative = bytes[start] == '-';
            int first = negative ? start + 1 : start;
            int i = first;
            long value = 0;
            int digit = bytes[i] - '0';
            while (digit >= 0 && digit <= 9 && i - first < LONG_DIGITS) {
                value = value * 10 + digit;
                digit = bytes[++i] - '0';
            }
            byte next = bytes[i];
            boolean ended = next == ',' || next == '}' || next == ']';
            if (ended && i > first && (bytes[first] != '0' || i == first + 1)) {
                in.moveTo(i);
                ((LongColumn.Builder) out).append(negative ? -value : value);
            } else {
                others.read(in, out);
            }
        };
    }

    private static ValueReader strings(ScalarReader others) {
        return (in, out) -> {
            if (in.peek() == '"') {
                in.readString();
                ((BytesColumn.Builder) out).append(in.text(), in.textStart(), in.textEnd() - in.textStart());
            } else {
                others.read(in, out);
            }
        };
    }

    private static ValueReader lists(Type element, ListColumn.Builder lists, Function<Type, ValueParser> parsers) {
        ColumnBuilder elements = lists.elements();
        ValueReader reader = of(element, elements, parsers);
        return (in, out) -> {
            if (in.peek() != '[') {
                throw in.unexpected("an array");
            }
            in.expect('[');
            if (in.peek() == ']') {
                in.moveTo(in.position() + 1);
            } else {
                do {
                    reader.readNullable(in, elements);
                } while (in.anotherBefore(']'));
            }
            lists.endList();
        };
    }

    private static ValueReader structs(
            Type.Struct type, StructColumn.Builder structs, Function<Type, ValueParser> parsers) {
        ObjectReader fields = new ObjectReader(structs.childCount());
        for (int i = 0; i < structs.childCount(); i++) {
            fields.add(type.fields().get(i).name(), type.fields().get(i).type(), structs.child(i), parsers);
        }
        return (in, out) -> {
            fields.read(in);
            structs.endStruct();
        };
    }

    private static ValueReader maps(Type.MapOf type, ListColumn.Builder maps, Function<Type, ValueParser> parsers) {
        StructColumn.Builder entries = (StructColumn.Builder) maps.elements();
        ColumnBuilder keys = entries.child(0);
        ColumnBuilder values = entries.child(1);
        ValueParser keyParser = parsers.apply(type.key());
        ValueReader reader = of(type.value(), values, parsers);
        return (in, out) -> {
            if (in.peek() != '{') {
                throw in.unexpected("an object");
            }
            in.expect('{');
            if (in.peek() == '}') {
                in.moveTo(in.position() + 1);
            } else {
                do {
                    int start = in.position();
                    in.readKey();
                    if (!keyParser.parse(in.text(), in.textStart(), in.textEnd(), keys)) {
                        throw ScalarReader.refused(in, start, in.textAsString(), type.key());
                    }
                    reader.readNullable(in, values);
                    entries.endStruct();
                } while (in.anotherBefore('}'));
            }
            maps.endList();
        };
    }
}
