package dev.sluice.formats.json;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the values of one key, or the elements of its arrays, looked like; from it comes their type. Not thread-safe. */
final class JsonProfile {
    /** An object of more keys is taken for a map, and kept as JSON. */
    private static final int MAX_FIELDS = 200;

    private final NumberProfile numbers = new NumberProfile();
    private final StringProfile strings = new StringProfile();
    private boolean booleans;
    private Map<String, JsonProfile> fields;
    private JsonProfile elements;

    /** Moves over a value and takes note of it. */
    void observe(JsonCursor in) {
        observe(in, 0);
    }

    private void observe(JsonCursor in, int depth) {
        switch (in.peek()) {
            case '"' -> {
                in.readString();
                strings.observe(in.text(), in.textStart(), in.textEnd());
            }
            case '{' -> {
                fields = fields == null ? new LinkedHashMap<>() : fields;
                observeFields(in, fields, depth);
            }
            case '[' -> observeElements(in, depth);
            case 't' -> {
                in.literal("true");
                booleans = true;
            }
            case 'f' -> {
                in.literal("false");
                booleans = true;
            }
            case 'n' -> in.literal("null");
            default -> {
                int start = in.position();
                in.skipNumber();
                numbers.observe(in, start);
            }
        }
    }

    /** Moves over an object and takes note of each of its values. */
    static void observeFields(JsonCursor in, Map<String, JsonProfile> fields) {
        observeFields(in, fields, 0);
    }

    private static void observeFields(JsonCursor in, Map<String, JsonProfile> fields, int depth) {
        in.checkDepth(depth);
        in.expect('{');
        if (in.peek() == '}') {
            in.moveTo(in.position() + 1);
            return;
        }
        Set<String> seen = new HashSet<>();
        do {
            int start = in.position();
            in.readKey();
            String key = in.textAsString();
            if (!seen.add(key)) {
                throw in.malformed(start, "the key '" + key + "' comes twice in one object");
            }
            fields.computeIfAbsent(key, name -> new JsonProfile()).observe(in, depth + 1);
        } while (in.anotherBefore('}'));
    }

    private void observeElements(JsonCursor in, int depth) {
        in.checkDepth(depth);
        elements = elements == null ? new JsonProfile() : elements;
        in.expect('[');
        if (in.peek() == ']') {
            in.moveTo(in.position() + 1);
            return;
        }
        do {
            elements.observe(in, depth + 1);
        } while (in.anotherBefore(']'));
    }

    /**
     * The type that holds every value seen.
     *
     * @param complete whether every value there is was seen: then decimals need no room for larger ones
     */
    Type type(boolean complete) {
        return nestedType(complete).orElse(Type.JSON);
    }

    /** Empty where values of different structure were seen: such a column keeps its JSON text. */
    private Optional<Type> nestedType(boolean complete) {
        boolean scalars = booleans || numbers.any() || strings.any();
        if (fields != null) {
            return scalars || elements != null ? Optional.empty() : structType(complete);
        }
        if (elements != null) {
            return scalars || elements.isEmpty()
                    ? Optional.empty()
                    : elements.nestedType(complete).map(Type.ListOf::new);
        }
        return Optional.of(scalarType(complete));
    }

    /** Whether no value but null was seen. */
    boolean isEmpty() {
        return !booleans && !numbers.any() && !strings.any() && fields == null && elements == null;
    }

    private Optional<Type> structType(boolean complete) {
        if (fields.isEmpty() || fields.size() > MAX_FIELDS) {
            return Optional.empty();
        }
        List<Field> types = new ArrayList<>();
        for (Map.Entry<String, JsonProfile> field : fields.entrySet()) {
            Optional<Type> type = field.getValue().nestedType(complete);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            types.add(Field.of(field.getKey(), type.get()));
        }
        return Optional.of(new Type.Struct(types));
    }

    private Type scalarType(boolean complete) {
        if (booleans && !numbers.any() && !strings.any()) {
            return Type.BOOLEAN;
        }
        if (numbers.any() && !booleans && !strings.any()) {
            return numbers.type(complete);
        }
        return strings.any() && !booleans && !numbers.any() ? strings.type() : Type.STRING;
    }
}
