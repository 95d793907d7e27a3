package dev.sluice.engine.config;

import dev.sluice.spi.OnError;
import dev.sluice.spi.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code defaults:} and {@code streams:}. */
final class StreamRules {
    private static final List<String> DEFAULT_KEYS = Stream.concat(
                    Stream.of("write_mode", "allow_empty", "flatten", "on_error", "max_errors", "rejects"),
                    SyncRules.KEYS.stream())
            .toList();
    private static final List<String> STREAM_KEYS = Stream.concat(
                    Stream.of("name", "query", "primary_key", "destination", "columns", "before", "after"),
                    DEFAULT_KEYS.stream())
            .toList();
    private static final int DEEPEST_FLATTENING = 100;

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

    private StreamRule rule(String path, Map<String, Object> values) {
        Keys keys = new Keys(path, values, problems);
        Optional<WriteMode> mode = keys.choice("write_mode", WriteMode.class);
        SyncRule sync = SyncRules.sync(keys);
        return new StreamRule(
                values.get("name").toString(),
                keys.text("query"),
                Optional.of(keys.text("destination")).filter(name -> !name.isEmpty()),
                columns(keys),
                mode,
                keys.texts("primary_key", "column names"),
                SyncRules.write(keys, sync, mode),
                badRows(keys),
                flatten(keys),
                keys.texts("before", "statements"),
                keys.texts("after", "statements"),
                sync);
    }

    /** How many structs that lie in each other become columns. */
    static int flatten(Keys keys) {
        String text = keys.text("flatten");
        try {
            int depth = text.isEmpty() ? 0 : Integer.parseInt(text);
            if (depth >= 0 && depth <= DEEPEST_FLATTENING) {
                return depth;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        keys.problem("flatten", "must be a number from 0 to " + DEEPEST_FLATTENING + ", not '" + text + "'");
        return 0;
    }

    static BadRowRule badRows(Keys keys) {
        Optional<OnError> chosen = keys.choice("on_error", OnError.class);
        boolean failsByRule = chosen.isPresent() ? chosen.get() == OnError.FAIL : !keys.has("on_error");
        String folder = keys.text("rejects");
        ErrorLimit limit = ErrorLimit.NONE;
        String most = keys.text("max_errors");
        if (!most.isEmpty()) {
            try {
                limit = ErrorLimit.parse(most);
            } catch (IllegalArgumentException e) {
                keys.problem("max_errors", e.getMessage());
            }
        }
        if (failsByRule && (!most.isEmpty() || !folder.isEmpty())) {
            keys.problem(
                    most.isEmpty() ? "rejects" : "max_errors",
                    "means nothing where the first bad row ends the run; set 'on_error: reject'"
                            + (folder.isEmpty() ? " or 'on_error: null'" : ""));
        }
        return new BadRowRule(chosen.orElse(OnError.FAIL), limit, folder);
    }

    private static List<ColumnRule> columns(Keys keys) {
        List<ColumnRule> columns = new ArrayList<>();
        for (String entry : keys.texts("columns", "columns")) {
            try {
                columns.add(ColumnRule.parse(entry));
            } catch (IllegalArgumentException e) {
                keys.problem("columns", e.getMessage());
            }
        }
        return columns;
    }
}
