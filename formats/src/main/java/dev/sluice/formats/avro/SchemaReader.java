package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import dev.sluice.formats.avro.AvroSchema.Logical;
import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a schema's JSON. Not thread-safe. */
final class SchemaReader {
    /** A schema that names a type again and again can mean far more columns than its text has letters. */
    private static final int MOST_NODES = 50_000;

    private static final int MOST_DECIMAL_DIGITS = 10_000;

    private final String place;
    private final Map<String, AvroSchema> named = new HashMap<>();
    private final Map<AvroSchema, Integer> nodes = new IdentityHashMap<>();
    private final Set<String> open = new HashSet<>();

    private SchemaReader(String place) {
        this.place = place;
    }

    /**
     * Reads a schema.
     *
     * @param place for messages: the file, or the option
     * @throws ConnectorException MALFORMED_INPUT where it is none, UNSUPPORTED where it contains itself
     */
    static AvroSchema read(byte[] json, String place) {
        try {
            return new SchemaReader(place).schema(JsonTree.parse(json), "");
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT, place + ": the schema is not JSON: " + e.getMessage(), e);
        }
    }

    private AvroSchema schema(Object json, String namespace) {
        AvroSchema schema = switch (json) {
            case String name -> reference(name, namespace);
            case List<?> branches -> union(branches, namespace);
            case Map<?, ?> definition -> definition(definition, namespace);
            case null, default -> throw malformed("a type is expected, not " + json);
        };
        if (size(schema) > MOST_NODES) {
            throw malformed("the schema comes to more than " + MOST_NODES + " types");
        }
        return schema;
    }

    private int size(AvroSchema schema) {
        Integer known = nodes.get(schema);
        if (known != null) {
            return known;
        }
        Stream<AvroSchema> children = switch (schema) {
            case AvroSchema.ArrayOf array -> Stream.of(array.items());
            case AvroSchema.MapOf map -> Stream.of(map.values());
            case AvroSchema.Union union -> union.branches().stream();
            case AvroSchema.RecordOf struct -> struct.fields().stream().map(AvroSchema.RecordField::schema);
            default -> Stream.of();
        };
        int size = (int)
                Math.min(MOST_NODES + 1, 1 + children.mapToLong(this::size).sum());
        nodes.put(schema, size);
        return size;
    }

    private AvroSchema reference(String name, String namespace) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind == Kind.NULL ? AvroSchema.Primitive.NULL : new AvroSchema.Primitive(kind, Annotation.NONE);
            }
        }
        String full = fullName(name, namespace);
        if (open.contains(full)) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    place + ": the record '" + full + "' contains itself; such values have no columns");
        }
        AvroSchema known = named.getOrDefault(full, named.get(name));
        if (known == null) {
            throw malformed("there is no type '" + name + "'");
        }
        return known;
    }

    private AvroSchema union(List<?> branches, String namespace) {
        return new AvroSchema.Union(branches.stream()
                .map(branch -> {
                    if (branch instanceof List<?>) {
                        throw malformed("a union lies in a union");
                    }
                    return schema(branch, namespace);
                })
                .toList());
    }

    private AvroSchema definition(Map<?, ?> json, String namespace) {
        if (!(json.get("type") instanceof String type)) {
            return schema(json.get("type"), namespace);
        }
        return switch (type) {
            case "array" -> array(json, namespace);
            case "map" -> new AvroSchema.MapOf(schema(json.get("values"), namespace));
            case "record", "error" -> struct(json, namespace);
            case "enum" -> enumeration(json, namespace);
            case "fixed" -> fixed(json, namespace);
            default ->
                schema(type, namespace) instanceof AvroSchema.Primitive primitive
                        ? primitive == AvroSchema.Primitive.NULL
                                ? primitive
                                : new AvroSchema.Primitive(primitive.kind(), annotation(json, primitive.kind()))
                        : schema(type, namespace);
        };
    }

    private AvroSchema array(Map<?, ?> json, String namespace) {
        AvroSchema items = schema(json.get("items"), namespace);
        boolean isMap = "map".equals(json.get("logicalType"))
                && items instanceof AvroSchema.RecordOf(String name, List<AvroSchema.RecordField> fields)
                && fields.size() == 2
                && fields.getFirst().name().equals("key")
                && !fields.getFirst().schema().isNullable()
                && fields.getLast().name().equals("value");
        return new AvroSchema.ArrayOf(items, isMap);
    }

    private AvroSchema struct(Map<?, ?> json, String namespace) {
        String full = declaredName(json, namespace);
        if (!(json.get("fields") instanceof List<?> declared)) {
            throw malformed("the record '" + full + "' has no list of fields");
        }
        open.add(full);
        List<AvroSchema.RecordField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object field : declared) {
            AvroSchema.RecordField read = field(field, full);
            if (!names.add(read.name())) {
                throw malformed("the record '" + full + "' has two fields '" + read.name() + "'");
            }
            fields.add(read);
        }
        open.remove(full);
        return define(full, new AvroSchema.RecordOf(full, List.copyOf(fields)));
    }

    private AvroSchema.RecordField field(Object json, String record) {
        if (!(json instanceof Map<?, ?> field)
                || !(field.get("name") instanceof String name)
                || !field.containsKey("type")) {
            throw malformed("a field of the record '" + record + "' has no name or no type");
        }
        return new AvroSchema.RecordField(
                name,
                field.get("aliases") instanceof List<?> aliases
                        ? aliases.stream().map(String::valueOf).toList()
                        : List.of(),
                schema(field.get("type"), namespaceOf(record)),
                field.containsKey("default"),
                field.get("default"));
    }

    private AvroSchema enumeration(Map<?, ?> json, String namespace) {
        String full = declaredName(json, namespace);
        if (!(json.get("symbols") instanceof List<?> symbols)) {
            throw malformed("the enum '" + full + "' has no symbols");
        }
        return define(
                full,
                new AvroSchema.Enumeration(
                        full,
                        symbols.stream().map(String::valueOf).toList(),
                        json.get("default") instanceof String symbol ? symbol : ""));
    }

    private AvroSchema fixed(Map<?, ?> json, String namespace) {
        String full = declaredName(json, namespace);
        if (!(json.get("size") instanceof Long size) || size < 0 || size > Integer.MAX_VALUE / 2) {
            throw malformed("the fixed '" + full + "' has no size");
        }
        int bytes = size.intValue();
        return define(full, new AvroSchema.Fixed(full, bytes, fixedAnnotation(json, bytes)));
    }

    private AvroSchema define(String full, AvroSchema schema) {
        if (named.put(full, schema) != null) {
            throw malformed("there are two types '" + full + "'");
        }
        return schema;
    }

    private static Annotation fixedAnnotation(Map<?, ?> json, int size) {
        return switch (String.valueOf(json.get("logicalType"))) {
            case "decimal" -> decimal(json, (long) Math.floor(Math.log10(2) * (8.0 * size - 1)));
            case "uuid" -> size == 16 ? new Annotation(Logical.UUID, 0, 0) : Annotation.NONE;
            case "duration" -> size == 12 ? new Annotation(Logical.DURATION, 0, 0) : Annotation.NONE;
            default -> Annotation.NONE;
        };
    }

    /** A logical type that doesn't go with its type is to be ignored, as the specification says. */
    private static Annotation annotation(Map<?, ?> json, Kind kind) {
        String name = String.valueOf(json.get("logicalType"));
        if (name.equals("decimal")) {
            return kind == Kind.BYTES ? decimal(json, MOST_DECIMAL_DIGITS) : Annotation.NONE;
        }
        Kind annotated = switch (name) {
            case "uuid" -> Kind.STRING;
            case "date", "time-millis" -> Kind.INT;
            case "big-decimal" -> Kind.BYTES;
            case "time-micros",
                    "timestamp-millis",
                    "timestamp-micros",
                    "timestamp-nanos",
                    "local-timestamp-millis",
                    "local-timestamp-micros",
                    "local-timestamp-nanos" -> Kind.LONG;
            default -> Kind.NULL;
        };
        return kind == annotated
                ? new Annotation(Logical.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')), 0, 0)
                : Annotation.NONE;
    }

    private static Annotation decimal(Map<?, ?> json, long mostDigits) {
        Object scale = json.get("scale") == null ? Long.valueOf(0) : json.get("scale");
        boolean valid = json.get("precision") instanceof Long precision
                && precision >= 1
                && precision <= mostDigits
                && scale instanceof Long digits
                && digits >= 0
                && digits <= precision;
        return valid
                ? new Annotation(Logical.DECIMAL, ((Long) json.get("precision")).intValue(), ((Long) scale).intValue())
                : Annotation.NONE;
    }

    private String declaredName(Map<?, ?> json, String namespace) {
        if (!(json.get("name") instanceof String name) || name.isEmpty()) {
            throw malformed("a " + json.get("type") + " has no name");
        }
        return fullName(name, json.get("namespace") instanceof String own ? own : namespace);
    }

    private static String fullName(String name, String namespace) {
        return name.contains(".") || namespace.isEmpty() ? name : namespace + "." + name;
    }

    private static String namespaceOf(String full) {
        int dot = full.lastIndexOf('.');
        return dot < 0 ? "" : full.substring(0, dot);
    }

    private ConnectorException malformed(String message) {
        return new ConnectorException(ErrorCode.MALFORMED_INPUT, place + ": the schema is broken: " + message);
    }
}
