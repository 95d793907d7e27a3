package dev.sluice.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Jackson, for JSON and JSON Lines. Numbers keep their text; the spaces of documents don't count. */
record JacksonJudge(String format) implements Judge {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A number as it is written. */
    private record Digits(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public List<List<Object>> rows(List<byte[]> files, Schema schema) {
        List<List<Object>> rows = new ArrayList<>();
        for (byte[] file : files) {
            for (Object object : objects(file)) {
                Map<?, ?> members = (Map<?, ?>) object;
                assertThat(members.keySet()).isEqualTo(new java.util.LinkedHashSet<>(schema.names()));
                rows.add(schema.fields().stream()
                        .map(field -> value(field.type(), members.get(field.name())))
                        .collect(Collectors.toCollection(ArrayList::new)));
            }
        }
        return rows;
    }

    private List<?> objects(byte[] file) {
        return format.equals("json")
                ? (List<?>) parse(new String(file, StandardCharsets.UTF_8))
                : new String(file, StandardCharsets.UTF_8)
                        .lines()
                        .map(JacksonJudge::parse)
                        .toList();
    }

    private static Object parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            Object value = parse(parser);
            assertThat(parser.nextToken()).isNull();
            return value;
        }
    }

    private static Object parse(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(parse(parser));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    assertThat(members).doesNotContainKey(name);
                    members.put(name, parse(parser));
                }
                yield members;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    private static Object value(Type type, Object json) {
        return switch (type) {
            case Type type1 when json == null -> null;
            case Type.Simple.JSON -> print(json);
            case Type.ListOf(Type element) -> {
                List<Object> list = new ArrayList<>();
                ((List<?>) json).forEach(item -> list.add(value(element, item)));
                yield list;
            }
            case Type.MapOf(Type key, Type of) -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) json).forEach((name, member) -> map.put(name, value(of, member)));
                yield map;
            }
            case Type.Struct(List<Field> fields) -> {
                Map<String, Object> struct = new LinkedHashMap<>();
                fields.forEach(field ->
                        struct.put(field.name(), value(field.type(), ((Map<?, ?>) json).get(field.name()))));
                yield struct;
            }
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> number(json);
            case Type.Decimal decimal -> number(json);
            default -> json instanceof Digits || json instanceof Boolean ? json : (String) json;
        };
    }

    private static Object number(Object json) {
        assertThat(json).isInstanceOf(Digits.class);
        return json;
    }

    private static String print(Object json) {
        return switch (json) {
            case null -> "null";
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(entry -> JSON.writeValueAsString(entry.getKey()) + ":" + print(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(JacksonJudge::print).collect(Collectors.joining(",", "[", "]"));
            case String text -> JSON.writeValueAsString(text);
            default -> json.toString();
        };
    }

    @Override
    public RecordBatch comparable(RecordBatch rows) {
        Schema schema = rows.schema();
        List<List<Object>> printed = IntStream.range(0, rows.rowCount())
                .mapToObj(row -> {
                    List<Object> values = Values.row(rows, row);
                    for (int i = 0; i < schema.size(); i++) {
                        if (schema.type(i) == Type.JSON && values.get(i) != null) {
                            values.set(i, print(parse((String) values.get(i))));
                        }
                    }
                    return values;
                })
                .toList();
        return Judge.batch(schema, printed);
    }
}
