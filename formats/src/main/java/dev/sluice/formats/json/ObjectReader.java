package dev.sluice.formats.json;

import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;
import dev.sluice.spi.text.ValueParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads objects into columns, one value per field and object: null where the key is missing. Keys that come in the order
 * of the object before are found by comparing bytes. Not thread-safe.
 */
final class ObjectReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NO_FIELD = -1;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> fieldByName = new HashMap<>();
    private final byte[][] keys;
    private final ValueReader[] readers;
    private final ColumnBuilder[] columns;
    private final long[] lastSeen;
    private final int[] following;
    private RefusedValue refusedValue;
    private long object;
    private int current = NO_FIELD;

    ObjectReader(int fields) {
        keys = new byte[fields][];
        readers = new ValueReader[fields];
        columns = new ColumnBuilder[fields];
        lastSeen = new long[fields];
        following = new int[fields + 1];
        following[0] = Math.min(0, fields - 1);
    }

    /**
     * Declares the next field.
     *
     * @param column where its values go, or null for a field that is skipped
     * @param parsers makes the parsers of its values
     */
    void add(String name, Type type, ColumnBuilder column, Function<Type, ValueParser> parsers) {
        int field = names.size();
        names.add(name);
        fieldByName.put(name, field);
        keys[field] = isPlain(name) ? (name + '"').getBytes(StandardCharsets.UTF_8) : null;
        readers[field] = column == null ? null : ValueReaders.of(type, column, parsers);
        columns[field] = column;
        following[field + 1] = Math.min(field + 1, keys.length - 1);
    }

    /** Whether a key is written as it is, so that its bytes can be compared. */
    private static boolean isPlain(String name) {
        return name.chars().allMatch(unit -> unit >= ' ' && unit != '"' && unit != '\\');
    }

    /** Moves over the object at the position and appends a value to every column. */
    void read(JsonCursor in) {
        if (in.peek() != '{') {
            throw in.unexpected("an object");
        }
        object++;
        int seen = 0;
        in.expect('{');
        if (in.peek() == '}') {
            in.moveTo(in.position() + 1);
        } else {
            int before = NO_FIELD;
            do {
                before = readField(in, before);
                seen++;
            } while (in.anotherBefore('}'));
        }
        current = NO_FIELD;
        if (seen < keys.length) {
            fillMissing();
        }
    }

    private int readField(JsonCursor in, int before) {
        current = NO_FIELD;
        int start = in.position();
        int field = findField(in, before);
        if (lastSeen[field] == object) {
            throw in.malformed(start, "the key '" + names.get(field) + "' comes twice in one object");
        }
        lastSeen[field] = object;
        current = field;
        ColumnBuilder column = columns[field];
        if (column == null) {
            in.skipValue();
        } else if (refusedValue == null) {
            readers[field].readNullable(in, column);
        } else {
            readOrNull(in, column, field);
        }
        return field;
    }

    private void readOrNull(JsonCursor in, ColumnBuilder column, int field) {
        int start = in.position();
        int size = column.size();
        try {
            readers[field].readNullable(in, column);
        } catch (JsonProblem e) {
            column.truncate(size);
            in.moveTo(start);
            in.skipValue(); // throws where the text itself is wrong
            column.appendNull();
            refusedValue.becomesNull(names.get(field), e);
        }
    }

    /** Is told of values that become null because they are not of their column's type. */
    interface RefusedValue {
        void becomesNull(String column, JsonProblem problem);
    }

    /** From now on values that are not of their column's type are null, rather than ending the read. */
    void tolerate(RefusedValue consumer) {
        refusedValue = consumer;
    }

    /** Moves over a key and its colon. */
    private int findField(JsonCursor in, int before) {
        int guess = following[before + 1];
        if (guess >= 0 && in.peek() == '"' && startsWith(in.bytes(), in.position() + 1, keys[guess])) {
            in.moveTo(in.position() + 1 + keys[guess].length);
            in.expect(':');
            return guess;
        }
        int start = in.position();
        in.readKey();
        String key = in.textAsString();
        Integer field = fieldByName.get(key);
        if (field == null) {
            throw in.malformed(
                    start,
                    "the key '" + key + "' is in none of the records looked at before"
                            + Suggestion.didYouMean(key, names)
                            + "; set 'infer: all' to look at every record, or declare it in column_types");
        }
        following[before + 1] = field;
        return field;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] key) {
        if (key == null) {
            return false;
        }
        int i = 0;
        for (; i <= key.length - Long.BYTES && from + i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            if ((long) LONG.get(bytes, from + i) != (long) LONG.get(key, i)) {
                return false;
            }
        }
        for (; i < key.length; i++) {
            if (bytes[from + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private void fillMissing() {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null && lastSeen[i] != object) {
                columns[i].appendNull();
            }
        }
    }

    /** The name of the field that is being read, or an empty text. */
    String currentField() {
        return current == NO_FIELD ? "" : names.get(current);
    }
}
