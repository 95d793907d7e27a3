package dev.sluice.formats.json;

import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small JSON documents as Java objects: Map, List, String, Long, BigDecimal, Boolean and null. For manifests and the
 * like, not for data.
 */
public final class JsonTree {
    private JsonTree() {}

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException where it isn't one
     */
    public static Object parse(byte[] json) {
        byte[] document = java.util.Arrays.copyOf(json, json.length + 1);
        JsonCursor in = JsonCursor.ofDocuments();
        in.reset(document, 0, document.length);
        try {
            in.skipSpace();
            Object value = value(in, 0);
            in.skipSpace();
            if (in.position() < json.length) {
                throw in.unexpected("the end");
            }
            return value;
        } catch (JsonProblem e) {
            throw new IllegalArgumentException("byte " + e.position() + ": " + e.getMessage(), e);
        }
    }

    private static Object value(JsonCursor in, int depth) {
        in.checkDepth(depth);
        switch (in.peek()) {
            case '"' -> {
                in.readString();
                return in.textAsString();
            }
            case '{' -> {
                return object(in, depth);
            }
            case '[' -> {
                return array(in, depth);
            }
            case 't', 'f' -> {
                boolean yes = in.peek() == 't';
                in.literal(yes ? "true" : "false");
                return yes;
            }
            case 'n' -> {
                in.literal("null");
                return null;
            }
            default -> {
                return number(in);
            }
        }
    }

    private static Object number(JsonCursor in) {
        int start = in.position();
        in.skipNumber();
        String text = new String(in.bytes(), start, in.position() - start, StandardCharsets.ISO_8859_1);
        boolean whole = !in.hasExponent() && !in.hasFraction() && text.length() <= 18;
        return whole ? (Object) Long.parseLong(text) : (Object) new BigDecimal(text);
    }

    private static Map<String, Object> object(JsonCursor in, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        in.expect('{');
        if (in.peek() == '}') {
            in.moveTo(in.position() + 1);
            return object;
        }
        do {
            in.readKey();
            String key = in.textAsString();
            object.put(key, value(in, depth + 1));
        } while (in.anotherBefore('}'));
        return object;
    }

    private static List<Object> array(JsonCursor in, int depth) {
        List<Object> array = new ArrayList<>();
        in.expect('[');
        if (in.peek() == ']') {
            in.moveTo(in.position() + 1);
            return array;
        }
        do {
            array.add(value(in, depth + 1));
        } while (in.anotherBefore(']'));
        return array;
    }

    /** Writes a document on one line. */
    public static byte[] write(Object value) {
        ByteSink out = new ByteSink(256);
        write(value, out);
        return out.toByteArray();
    }

    private static void write(Object value, ByteSink out) {
        switch (value) {
            case Map<?, ?> object -> {
                char before = '{';
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    out.write(before);
                    write(entry.getKey().toString(), out);
                    out.write(':');
                    write(entry.getValue(), out);
                    before = ',';
                }
                out.writeAscii(before == '{' ? "{}" : "}");
            }
            case List<?> array -> {
                char before = '[';
                for (Object element : array) {
                    out.write(before);
                    write(element, out);
                    before = ',';
                }
                out.writeAscii(before == '[' ? "[]" : "]");
            }
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                JsonWriter.writeString(out, utf8, 0, utf8.length);
            }
            case null -> out.writeAscii("null");
            default -> out.writeAscii(value.toString());
        }
    }
}
