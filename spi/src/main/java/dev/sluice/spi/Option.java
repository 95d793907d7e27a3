package dev.sluice.spi;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One configuration key, declared once as a constant: from it come parsing, validation, help, JSON Schema, docs pages and
 * redaction. Immutable; the methods return changed copies.
 *
 * <pre>{@code
 * static final Option<Integer> PORT = Option.integer("port", "TCP port of the server").between(1, 65535).defaultValue(5432);
 * }</pre>
 *
 * @param <T> class of the value: String, Integer, Long, Boolean, an enum, List or Map
 */
public final class Option<T> {
    /** How a value is written. */
    public enum Kind {
        STRING("string"),
        /** A file or folder; a relative one in a pipeline file is relative to that file's folder. */
        PATH("path"),
        /** Several of them; a single one is taken as a list of one. */
        PATHS("path or list"),
        INTEGER("integer"),
        BOOLEAN("boolean"),
        /** Bytes, with a unit: {@code 512m}. */
        SIZE("size"),
        CHOICE("choice"),
        LIST("list"),
        MAP("map");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private final String key;
    private final Kind kind;
    private final String description;
    private final boolean required;
    private final boolean secret;
    private final T defaultValue;
    private final List<T> choices;
    private final Map<String, T> aliases;
    private final long min;
    private final long max;

    private Option(
            String key,
            Kind kind,
            String description,
            boolean required,
            boolean secret,
            T defaultValue,
            List<T> choices,
            Map<String, T> aliases,
            long min,
            long max) {
        this.key = Objects.requireNonNull(key);
        this.kind = kind;
        this.description = Objects.requireNonNull(description);
        this.required = required;
        this.secret = secret;
        this.defaultValue = defaultValue;
        this.choices = choices;
        this.aliases = aliases;
        this.min = min;
        this.max = max;
    }

    private static <T> Option<T> of(String key, Kind kind, String description, List<T> choices) {
        return new Option<>(
                key, kind, description, false, false, null, choices, Map.of(), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static Option<String> string(String key, String description) {
        return of(key, Kind.STRING, description, List.of());
    }

    /** A file, folder or glob on this machine. */
    public static Option<String> path(String key, String description) {
        return of(key, Kind.PATH, description, List.of());
    }

    /** Files, folders or globs on this machine. */
    public static Option<List<String>> paths(String key, String description) {
        return of(key, Kind.PATHS, description, List.of());
    }

    public static Option<Integer> integer(String key, String description) {
        return Option.<Integer>of(key, Kind.INTEGER, description, List.of())
                .between(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public static Option<Boolean> bool(String key, String description) {
        return of(key, Kind.BOOLEAN, description, List.of());
    }

    /** A number of bytes, written with or without a unit: {@code 64k}, {@code 512m}, {@code 2g}. */
    public static Option<Long> size(String key, String description) {
        return Option.<Long>of(key, Kind.SIZE, description, List.of()).between(0, Long.MAX_VALUE);
    }

    /** One of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> Option<E> choice(String key, String description, Class<E> choices) {
        return of(key, Kind.CHOICE, description, Arrays.asList(choices.getEnumConstants()));
    }

    /** A list of texts; a single text is taken as a list of one. */
    public static Option<List<String>> list(String key, String description) {
        return of(key, Kind.LIST, description, List.of());
    }

    /** Texts by name. */
    public static Option<Map<String, String>> map(String key, String description) {
        return of(key, Kind.MAP, description, List.of());
    }

    public Option<T> required() {
        return new Option<>(key, kind, description, true, secret, defaultValue, choices, aliases, min, max);
    }

    /** The value is hidden in every output. */
    public Option<T> secret() {
        return new Option<>(key, kind, description, required, true, defaultValue, choices, aliases, min, max);
    }

    public Option<T> defaultValue(T value) {
        return new Option<>(key, kind, description, required, secret, value, choices, aliases, min, max);
    }

    /** For whole numbers and sizes. */
    public Option<T> between(long smallest, long largest) {
        return new Option<>(
                key, kind, description, required, secret, defaultValue, choices, aliases, smallest, largest);
    }

    /** Another spelling of a {@link Kind#CHOICE}, in lower case, for those who know it by that name. */
    public Option<T> alias(String written, T value) {
        Map<String, T> more = new HashMap<>(aliases);
        more.put(written, value);
        return new Option<>(
                key, kind, description, required, secret, defaultValue, choices, Map.copyOf(more), min, max);
    }

    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    public String description() {
        return description;
    }

    public boolean isRequired() {
        return required;
    }

    public boolean isSecret() {
        return secret;
    }

    /** The default, or null where there is none. */
    public T defaultValue() {
        return defaultValue;
    }

    /** What may be written for a {@link Kind#CHOICE}; empty for other kinds. */
    public List<String> choices() {
        return choices.stream().map(Option::spelling).toList();
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    /** How a value of this option is written in a configuration. */
    public static String spelling(Object value) {
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
    }

    /** The constant of a {@link Kind#CHOICE} that is written so, or null. */
    T choice(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        for (T choice : choices) {
            if (spelling(choice).equals(lower)) {
                return choice;
            }
        }
        return aliases.get(lower);
    }

    @Override
    public String toString() {
        return key;
    }
}
