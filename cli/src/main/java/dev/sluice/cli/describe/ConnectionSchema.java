package dev.sluice.cli.describe;

import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON Schema (draft 2020-12) of a connector's connection objects, from its option declarations. */
public final class ConnectionSchema {
    private static final Map<String, Object> VARIABLE = Map.of("type", "string", "pattern", "\\$\\{(env|file):.+\\}");

    private ConnectionSchema() {}

    /** The schema of a type as source, destination or either. */
    public static Map<String, Object> of(
            String type, Optional<ConnectorSpec> source, Optional<ConnectorSpec> destination) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", type);
        schema.put("description", source.or(() -> destination).orElseThrow().summary());
        List<Map<String, Object>> roles = new ArrayList<>();
        source.ifPresent(spec -> roles.add(role(spec, true)));
        destination.ifPresent(spec -> roles.add(role(spec, false)));
        if (roles.size() == 1) {
            schema.putAll(roles.getFirst());
        } else {
            schema.put("anyOf", roles);
        }
        return schema;
    }

    private static Map<String, Object> role(ConnectorSpec spec, boolean asSource) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("connector_type", Map.of("const", spec.type()));
        properties.put("is_source", Map.of("const", asSource));
        properties.put("config", config(spec));
        return object(properties, List.of("connector_type", "config"));
    }

    private static Map<String, Object> config(ConnectorSpec spec) {
        Map<String, Object> properties = new LinkedHashMap<>();
        spec.options().forEach(option -> properties.put(option.key(), property(option)));
        List<String> required = spec.options().stream()
                .filter(option -> option.isRequired() && option.defaultValue() == null)
                .map(option -> option.key())
                .toList();
        return object(properties, required);
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", required);
        object.put("additionalProperties", false);
        return object;
    }

    private static Map<String, Object> property(Option<?> option) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", option.description());
        switch (option.kind()) {
            case STRING, PATH -> property.put("type", "string");
            case INTEGER -> property.put("anyOf", List.of(range(option), VARIABLE));
            case BOOLEAN -> property.put("anyOf", List.of(Map.of("type", "boolean"), VARIABLE));
            case SIZE -> property.put("anyOf", List.of(range(option), Map.of("type", "string")));
            case CHOICE -> property.put("anyOf", List.of(Map.of("enum", option.choices()), VARIABLE));
            case LIST, PATHS -> {
                Map<String, Object> text = Map.of("type", "string");
                property.put("anyOf", List.of(text, Map.of("type", "array", "items", text)));
            }
            case MAP -> {
                property.put("type", "object");
                property.put("additionalProperties", Map.of("type", List.of("string", "number", "boolean")));
            }
        }
        if (option.defaultValue() != null) {
            property.put("default", defaultValue(option));
        }
        if (option.isSecret()) {
            property.put("writeOnly", true);
        }
        return property;
    }

    private static Map<String, Object> range(Option<?> option) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("type", "integer");
        if (option.min() > Integer.MIN_VALUE) {
            range.put("minimum", option.min());
        }
        if (option.max() < Integer.MAX_VALUE) {
            range.put("maximum", option.max());
        }
        return range;
    }

    private static Object defaultValue(Option<?> option) {
        Object value = option.defaultValue();
        return value instanceof Enum<?> ? Option.spelling(value) : value;
    }
}
