package dev.sluice.engine.config;

import dev.sluice.spi.Option;
import dev.sluice.spi.text.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the values of a mapping's keys; what is wrong with one becomes a problem with its path. */
final class Keys {
    private final String path;
    private final Map<String, Object> values;
    private final Problems problems;

    /**
     * @param path of the mapping
     */
    Keys(String path, Map<String, Object> values, Problems problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Object get(String key) {
        return values.get(key);
    }

    void problem(String key, String message) {
        problems.add(path.isEmpty() ? key : path + "." + key, message);
    }

    /** A text, or an empty one where the key is missing. */
    String text(String key) {
        Object value = values.get(key);
        if (value instanceof Map || value instanceof List) {
            problem(key, "must be a text");
            return "";
        }
        return value == null ? "" : value.toString();
    }

    /** A list of texts, or one text alone. */
    List<String> texts(String key, String what) {
        return switch (values.get(key)) {
            case null -> List.of();
            case List<?> list -> {
                list.forEach(item -> checkText(key, item, what));
                yield list.stream().map(String::valueOf).toList();
            }
            case Map<?, ?> map -> {
                problem(key, "must be a list of " + what);
                yield List.of();
            }
            case Object value -> List.of(value.toString());
        };
    }

    /** YAML takes what has a colon in it for a mapping. */
    private void checkText(String key, Object item, String what) {
        if (item instanceof Map<?, ?> map) {
            String written = map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .collect(Collectors.joining(", "));
            problem(key, "must be a list of " + what + "; put quotes around '" + written + "'");
        } else if (item instanceof List) {
            problem(key, "must be a list of " + what + ", without lists in it");
        }
    }

    /** True or false, or empty where the key is missing or the value is neither. */
    Optional<Boolean> flag(String key) {
        Object value = values.get(key);
        return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                if (value != null) {
                    problem(key, "must be true or false");
                }
                yield Optional.empty();
            }
        };
    }

    /** One of an enumeration's constants in lower case; empty where the key is missing or the value is none of them. */
    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        List<String> choices =
                Arrays.stream(type.getEnumConstants()).map(Option::spelling).toList();
        return Optional.of(choice(key, choices))
                .filter(choices::contains)
                .map(choice -> Enum.valueOf(type, choice.toUpperCase(Locale.ROOT)));
    }

    /** One of some texts; empty where the key is missing or the value is none of them. */
    String choice(String key, List<String> choices) {
        // a null without quotes is none to YAML
        String value = has(key) && values.get(key) == null && choices.contains("null") ? "null" : text(key);
        if (value.isEmpty() || choices.contains(value)) {
            return value;
        }
        problem(
                key,
                "must be one of " + String.join(", ", choices) + ", not '" + value + "'"
                        + Suggestion.didYouMean(value, choices));
        return "";
    }
}
