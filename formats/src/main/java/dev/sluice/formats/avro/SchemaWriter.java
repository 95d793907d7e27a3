package dev.sluice.formats.avro;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the schema that columns are written with, as a JSON tree. Names that Avro doesn't allow are changed to ones it
 * does; the file's metadata keeps the names and types as they were. Not thread-safe.
 */
final class SchemaWriter {
    private static final int MICRO_DIGITS = 6;

    private final Set<String> recordNames = new HashSet<>();

    private SchemaWriter() {}

    static Map<String, Object> write(List<Field> fields) {
        return new SchemaWriter().struct(fields, "row");
    }

    /** The JSON of a type's schema. */
    static byte[] typeOf(Type type) {
        return JsonTree.write(new SchemaWriter().type(type, "value"));
    }

    private Map<String, Object> struct(List<Field> fields, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "record");
        json.put("name", unique(name, recordNames));
        Set<String> names = new HashSet<>();
        List<Object> written = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> entry = new LinkedHashMap<>();
            String fieldName = unique(field.name(), names);
            entry.put("name", fieldName);
            entry.put("type", field.nullable() ? nullable(field.type(), fieldName) : type(field.type(), fieldName));
            if (field.nullable()) {
                entry.put("default", null);
            }
            written.add(entry);
        }
        json.put("fields", written);
        return json;
    }

    private static String unique(String name, Set<String> taken) {
        String allowed = allowed(name);
        String candidate = allowed;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = allowed + "_" + i;
        }
        return candidate;
    }

    /** Letters, digits and underscores, and no digit first. */
    private static String allowed(String name) {
        StringBuilder allowed = new StringBuilder();
        name.codePoints().forEach(unit -> {
            boolean letter = unit >= 'A' && unit <= 'Z' || unit >= 'a' && unit <= 'z' || unit == '_';
            boolean digit = unit >= '0' && unit <= '9';
            if (digit && allowed.isEmpty()) {
                allowed.append('_');
            }
            allowed.append(letter || digit ? (char) unit : '_');
        });
        return allowed.isEmpty() ? "_" : allowed.toString();
    }

    private Object nullable(Type type, String name) {
        return List.of("null", type(type, name));
    }

    private Object type(Type type, String name) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> "boolean";
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> "int";
            case Type.Simple.INT64 -> "long";
            case Type.Simple.FLOAT32 -> "float";
            case Type.Simple.FLOAT64 -> "double";
            case Type.Simple.NUMERIC, Type.Simple.JSON, Type.Simple.INTERVAL -> "string";
            case Type.Text text -> "string";
            case Type.Simple.BINARY -> "bytes";
            case Type.Simple.UUID -> logical("string", "uuid");
            case Type.Simple.DATE -> logical("int", "date");
            case Type.Decimal(int precision, int scale) -> {
                Map<String, Object> json = logical("bytes", "decimal");
                json.put("precision", (long) precision);
                json.put("scale", (long) scale);
                yield json;
            }
            case Type.Time(int digits) -> digits <= MICRO_DIGITS ? logical("long", "time-micros") : "string";
            case Type.Timestamp(int digits) -> logical("long", "local-timestamp-" + unit(digits));
            case Type.TimestampTz(int digits) -> logical("long", "timestamp-" + unit(digits));
            case Type.ListOf(Type element) -> array(nullable(element, name));
            case Type.Struct struct -> struct(members(struct), name);
            case Type.MapOf map -> map(map, name);
        };
    }

    /** Members of structs may all be null. */
    static List<Field> members(Type.Struct struct) {
        return struct.fields().stream()
                .map(field -> Field.of(field.name(), field.type()))
                .toList();
    }

    private static String unit(int digits) {
        return digits <= MICRO_DIGITS ? "micros" : "nanos";
    }

    /** Avro's maps have texts for keys; others are arrays of keys and values. */
    private Object map(Type.MapOf map, String name) {
        if (map.key() instanceof Type.Text) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "map");
            json.put("values", nullable(map.value(), name));
            return json;
        }
        Map<String, Object> json = array(struct(map.entry().fields(), name));
        json.put("logicalType", "map");
        return json;
    }

    private static Map<String, Object> array(Object items) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "array");
        json.put("items", items);
        return json;
    }

    private static Map<String, Object> logical(String type, String logicalType) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("logicalType", logicalType);
        return json;
    }
}
