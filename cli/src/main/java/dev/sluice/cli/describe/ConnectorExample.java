package dev.sluice.cli.describe;

import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection to start from, made of a connector's required options. */
public final class ConnectorExample {
    private ConnectorExample() {}

    /** The connection object, to be written as JSON. */
    public static Map<String, Object> connection(ConnectorSpec spec, boolean asSource) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (Option<?> option : spec.options()) {
            if (option.isRequired()) {
                config.put(option.key(), value(spec, option));
            }
        }
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("connector_type", spec.type());
        connection.put("is_source", asSource);
        connection.put("config", config);
        return connection;
    }

    private static Object value(ConnectorSpec spec, Option<?> option) {
        if (option.isSecret()) {
            String variable = (spec.type() + "_" + option.key()).toUpperCase(Locale.ROOT);
            return "${env:" + variable + "}";
        }
        if (option.defaultValue() != null) {
            return Option.spelling(option.defaultValue());
        }
        return switch (option.kind()) {
            case CHOICE -> option.choices().getFirst();
            case INTEGER, SIZE -> Math.max(1, option.min());
            case BOOLEAN -> true;
            case PATH, PATHS -> "path/to/" + option.key();
            case STRING, LIST, MAP -> text(option.key());
        };
    }

    private static String text(String key) {
        if (key.equals("host")) {
            return "localhost";
        }
        return key.endsWith("path") ? "path/to/data" : "my_" + key;
    }
}
