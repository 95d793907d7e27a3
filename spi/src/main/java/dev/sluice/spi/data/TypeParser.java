package dev.sluice.spi.data;

import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads type spellings; recursive descent over the text. */
final class TypeParser {
    private static final Map<String, Type> SIMPLE = Map.ofEntries(
            Map.entry("boolean", Type.BOOLEAN),
            Map.entry("bool", Type.BOOLEAN),
            Map.entry("int8", Type.INT8),
            Map.entry("tinyint", Type.INT8),
            Map.entry("int16", Type.INT16),
            Map.entry("smallint", Type.INT16),
            Map.entry("int32", Type.INT32),
            Map.entry("int", Type.INT32),
            Map.entry("integer", Type.INT32),
            Map.entry("int64", Type.INT64),
            Map.entry("bigint", Type.INT64),
            Map.entry("long", Type.INT64),
            Map.entry("float32", Type.FLOAT32),
            Map.entry("float", Type.FLOAT32),
            Map.entry("real", Type.FLOAT32),
            Map.entry("float64", Type.FLOAT64),
            Map.entry("double", Type.FLOAT64),
            Map.entry("double precision", Type.FLOAT64),
            Map.entry("json", Type.JSON),
            Map.entry("binary", Type.BINARY),
            Map.entry("bytes", Type.BINARY),
            Map.entry("uuid", Type.UUID),
            Map.entry("date", Type.DATE),
            Map.entry("interval", Type.INTERVAL));

    private static final List<String> PARAMETERIZED = List.of(
            "decimal",
            "numeric",
            "string",
            "text",
            "varchar",
            "char",
            "time",
            "timestamp",
            "datetime",
            "timestamp_tz",
            "timestamptz",
            "list",
            "struct",
            "map");

    private static final int DEFAULT_SECOND_DIGITS = 6;

    private final String text;
    private int position;

    TypeParser(String text) {
        this.text = text;
    }

    Type parse() {
        Type type = type();
        skipSpace();
        if (position < text.length()) {
            throw problem("unexpected '" + text.substring(position) + "'");
        }
        return type;
    }

    private Type type() {
        String name = typeName();
        Type simple = SIMPLE.get(name);
        if (simple != null) {
            return simple;
        }
        return switch (name) {
            case "decimal", "numeric" -> decimal();
            case "string", "text", "varchar", "char" -> {
                int[] length = numbers(1);
                yield length.length == 0 ? Type.STRING : new Type.Text(length[0]);
            }
            case "time" -> new Type.Time(secondDigits());
            case "timestamp", "datetime" -> new Type.Timestamp(secondDigits());
            case "timestamp_tz", "timestamptz" -> new Type.TimestampTz(secondDigits());
            case "list" -> {
                expect('<');
                Type element = type();
                expect('>');
                yield new Type.ListOf(element);
            }
            case "map" -> {
                expect('<');
                Type key = type();
                expect(',');
                Type value = type();
                expect('>');
                yield new Type.MapOf(key, value);
            }
            case "struct" -> struct();
            default -> {
                List<String> known = new ArrayList<>(SIMPLE.keySet());
                known.addAll(PARAMETERIZED);
                throw problem("there is no type '" + name + "'" + Suggestion.didYouMean(name, known));
            }
        };
    }

    private Type decimal() {
        int[] numbers = numbers(2);
        return switch (numbers.length) {
            case 0 -> Type.NUMERIC;
            case 1 -> new Type.Decimal(numbers[0], 0);
            default -> new Type.Decimal(numbers[0], numbers[1]);
        };
    }

    private int secondDigits() {
        int[] numbers = numbers(1);
        return numbers.length == 0 ? DEFAULT_SECOND_DIGITS : numbers[0];
    }

    private Type struct() {
        List<Field> fields = new ArrayList<>();
        expect('<');
        while (!peek('>')) {
            if (!fields.isEmpty()) {
                expect(',');
            }
            String name = fieldName();
            expect(':');
            fields.add(Field.of(name, type()));
        }
        expect('>');
        return new Type.Struct(fields);
    }

    private String typeName() {
        skipSpace();
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        String name = text.substring(start, position).toLowerCase(Locale.ROOT);
        if (name.equals("double") && text.regionMatches(true, position, " precision", 0, 10)) {
            position += 10;
        }
        return name;
    }

    private String fieldName() {
        skipSpace();
        if (!peek('"')) {
            int colon = text.indexOf(':', position);
            if (colon < 0) {
                throw problem("a struct's fields are written 'name: type'");
            }
            String name = text.substring(position, colon).strip();
            position = colon;
            return name;
        }
        StringBuilder name = new StringBuilder();
        position++;
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '"') {
                name.append(next);
            } else if (peek('"')) {
                name.append('"');
                position++;
            } else {
                return name.toString();
            }
        }
        throw problem("a quoted name is not closed");
    }

    private int[] numbers(int most) {
        skipSpace();
        if (!peek('(')) {
            return new int[0];
        }
        int close = text.indexOf(')', position);
        if (close < 0) {
            throw problem("')' is missing");
        }
        String[] parts = text.substring(position + 1, close).split(",", -1);
        if (parts.length > most) {
            throw problem("too many parameters");
        }
        position = close + 1;
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i].strip());
            } catch (NumberFormatException e) {
                throw problem("'" + parts[i].strip() + "' is not a whole number");
            }
        }
        return numbers;
    }

    private boolean peek(char expected) {
        return position < text.length() && text.charAt(position) == expected;
    }

    private void expect(char expected) {
        skipSpace();
        if (!peek(expected)) {
            throw problem("'" + expected + "' expected at position " + (position + 1));
        }
        position++;
        skipSpace();
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException problem(String reason) {
        return new IllegalArgumentException("type '" + text + "': " + reason);
    }
}
