package dev.sluice.engine.config;

import dev.sluice.spi.OnError;
import dev.sluice.spi.Option;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code defaults:} and {@code streams:}. */
final class StreamRules {
    private static final List<String> DEFAULT_KEYS =
            List.of("sync_mode", "write_mode", "allow_empty", "flatten", "on_error", "max_errors", "rejects");
    private static final List<String> STREAM_KEYS = List.of(
            "name",
            "query",
            "sync_mode",
            "write_mode",
            "primary_key",
            "destination",
            "columns",
            "flatten",
            "allow_empty",
            "on_error",
            "max_errors",
            "rejects");
    private static final int DEEPEST_FLATTENING = 100;
    private static final List<String> SYNC_MODES = List.of("full_refresh");

    private final String root;
    private final Problems problems;

    StreamRules(String root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    List<StreamRule> read(Object defaults, Object streams) {
        Map<String, Object> common = Map.of();
        if (defaults instanceof Map<?, ?> map) {
            common = Documents.texts(map);
            checkKeys(root + "defaults", common, DEFAULT_KEYS);
        } else if (defaults != null) {
            problems.add(root + "defaults", "must be a mapping");
        }
        if (streams == null) {
            return List.of(rule(root + "defaults", merged(common, Map.of("name", "*"))));
        }
        if (!(streams instanceof List<?> list)) {
            problems.add(root + "streams", "must be a list");
            return List.of();
        }
        List<StreamRule> rules = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = root + "streams[" + (i + 1) + "]";
            switch (list.get(i)) {
                case String name -> rules.add(rule(path, merged(common, Map.of("name", name))));
                case Map<?, ?> map -> {
                    Map<String, Object> keys = Documents.texts(map);
                    checkKeys(path, keys, STREAM_KEYS);
                    if (keys.get("name") instanceof String name && !name.isEmpty()) {
                        rules.add(rule(path, merged(common, keys)));
                    } else {
                        problems.add(path + ".name", "is required: a stream's name or a glob such as public.*");
                    }
                }
                case null, default -> problems.add(path, "must be a name or a mapping with a name");
            }
        }
        return rules;
    }

    private static Map<String, Object> merged(Map<String, Object> defaults, Map<String, Object> own) {
        Map<String, Object> merged = new LinkedHashMap<>(defaults);
        merged.putAll(own);
        return merged;
    }

    private void checkKeys(String path, Map<String, Object> keys, List<String> known) {
        keys.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.unknownKey(path, key, known));
    }

    private StreamRule rule(String path, Map<String, Object> keys) {
        checkChoice(path + ".sync_mode", keys.get("sync_mode"), SYNC_MODES);
        return new StreamRule(
                keys.get("name").toString(),
                text(path + ".query", keys.get("query")),
                Optional.of(text(path + ".destination", keys.get("destination")))
                        .filter(name -> !name.isEmpty()),
                columns(path + ".columns", keys.get("columns")),
                mode(path + ".write_mode", keys.get("write_mode")),
                texts(path + ".primary_key", keys.get("primary_key")),
                flag(path + ".allow_empty", keys.get("allow_empty")),
                badRows(path, keys),
                flatten(path + ".flatten", keys.get("flatten")));
    }

    /** How many structs that lie in each other become columns. */
    int flatten(String path, Object value) {
        if (value == null || value instanceof Integer depth && depth >= 0 && depth <= DEEPEST_FLATTENING) {
            return value == null ? 0 : (Integer) value;
        }
        problems.add(path, "must be a number from 0 to " + DEEPEST_FLATTENING + ", not '" + value + "'");
        return 0;
    }

    BadRowRule badRows(String path, Map<String, Object> keys) {
        String written = text(path + ".on_error", keys.get("on_error"));
        // a null without quotes is none to YAML
        String policy = keys.containsKey("on_error") && keys.get("on_error") == null ? "null" : written;
        List<String> policies =
                Arrays.stream(OnError.values()).map(Option::spelling).toList();
        boolean known = policy.isEmpty() || checkChoice(path + ".on_error", policy, policies);
        OnError onError = policy.isEmpty() || !known ? OnError.FAIL : OnError.valueOf(policy.toUpperCase(Locale.ROOT));
        String folder = text(path + ".rejects", keys.get("rejects"));
        ErrorLimit limit = ErrorLimit.NONE;
        String most = text(path + ".max_errors", keys.get("max_errors"));
        if (!most.isEmpty()) {
            try {
                limit = ErrorLimit.parse(most);
            } catch (IllegalArgumentException e) {
                problems.add(path + ".max_errors", e.getMessage());
            }
        }
        if (known && onError == OnError.FAIL && (!most.isEmpty() || !folder.isEmpty())) {
            problems.add(
                    path + (most.isEmpty() ? ".rejects" : ".max_errors"),
                    "means nothing where the first bad row ends the run; set 'on_error: reject'"
                            + (folder.isEmpty() ? " or 'on_error: null'" : ""));
        }
        return new BadRowRule(onError, limit, folder);
    }

    private String text(String path, Object value) {
        if (value instanceof Map || value instanceof List) {
            problems.add(path, "must be a text");
            return "";
        }
        return value == null ? "" : value.toString();
    }

    private List<String> texts(String path, Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Map<?, ?> map -> {
                problems.add(path, "must be a list of column names");
                yield List.of();
            }
            default -> List.of(value.toString());
        };
    }

    private boolean flag(String path, Object value) {
        if (value != null && !(value instanceof Boolean)) {
            problems.add(path, "must be true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private WriteMode mode(String path, Object value) {
        List<String> modes = Arrays.stream(WriteMode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
        if (value == null || !checkChoice(path, value, modes)) {
            return WriteMode.OVERWRITE;
        }
        return WriteMode.valueOf(value.toString().toUpperCase(Locale.ROOT));
    }

    private boolean checkChoice(String path, Object value, List<String> choices) {
        if (value == null || choices.contains(value.toString())) {
            return true;
        }
        problems.add(
                path,
                "must be " + (choices.size() == 1 ? "" : "one of ") + String.join(", ", choices) + ", not '" + value
                        + "'" + Suggestion.didYouMean(value.toString(), choices));
        return false;
    }

    private List<ColumnRule> columns(String path, Object value) {
        List<ColumnRule> columns = new ArrayList<>();
        for (String entry : texts(path, value)) {
            try {
                columns.add(ColumnRule.parse(entry));
            } catch (IllegalArgumentException e) {
                problems.add(path, e.getMessage());
            }
        }
        return columns;
    }
}
