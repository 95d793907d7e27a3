package dev.sluice.spi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The validated values of a connector's {@link Option}s. Immutable; {@link #toString()} hides secrets. */
public final class Options implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Object> values;
    private final ArrayList<String> secretKeys;

    private Options(TreeMap<String, Object> values, ArrayList<String> secretKeys) {
        this.values = values;
        this.secretKeys = secretKeys;
    }

    /**
     * Validates what a user wrote.
     *
     * @throws ConnectorException INVALID_CONFIGURATION, listing every problem
     */
    public static Options of(Collection<Option<?>> declared, Map<String, ?> written) {
        List<OptionProblem> problems = new ArrayList<>();
        Options options = read(declared, written, "config", problems);
        if (!problems.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    problems.stream().map(OptionProblem::toString).collect(Collectors.joining("\n")));
        }
        return options;
    }

    /**
     * Validates what a user wrote and collects every problem rather than throwing.
     *
     * @param path put before the key in the problems' paths
     */
    public static Options read(
            Collection<Option<?>> declared, Map<String, ?> written, String path, List<OptionProblem> problems) {
        Map<String, Option<?>> byKey = new LinkedHashMap<>();
        declared.forEach(option -> byKey.put(option.key(), option));
        OptionReader reader = new OptionReader(path, problems);
        TreeMap<String, Object> values = new TreeMap<>();
        written.forEach((key, value) -> {
            Option<?> option = byKey.get(key);
            if (option == null) {
                reader.unknown(key, byKey.keySet());
            } else if (value != null) {
                reader.read(option, value).ifPresent(read -> values.put(key, read));
            }
        });
        for (Option<?> option : declared) {
            if (option.isRequired() && written.get(option.key()) == null && option.defaultValue() == null) {
                reader.missing(option);
            }
        }
        ArrayList<String> secretKeys = new ArrayList<>(
                declared.stream().filter(Option::isSecret).map(Option::key).toList());
        return new Options(values, secretKeys);
    }

    /**
     * The value, or the option's default.
     *
     * @throws IllegalStateException where there is neither
     */
    public <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new IllegalStateException("option '" + option.key() + "' has no value"));
    }

    /** The value, the option's default, or empty. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> find(Option<T> option) {
        T value = (T) values.get(option.key());
        return Optional.ofNullable(value != null ? value : option.defaultValue());
    }

    /** Whether the user wrote a value. */
    public boolean isSet(Option<?> option) {
        return values.containsKey(option.key());
    }

    /** The same with a value, unless the user wrote one. */
    public Options withDefault(Option<?> option, Object value) {
        if (isSet(option)) {
            return this;
        }
        TreeMap<String, Object> more = new TreeMap<>(values);
        more.put(option.key(), value);
        return new Options(more, secretKeys);
    }

    /** The same with another value. */
    public Options with(Option<?> option, Object value) {
        TreeMap<String, Object> changed = new TreeMap<>(values);
        changed.put(option.key(), value);
        return new Options(changed, secretKeys);
    }

    /** Only the values of some options. */
    public Options retain(Collection<Option<?>> options) {
        TreeMap<String, Object> kept = new TreeMap<>(values);
        kept.keySet().retainAll(options.stream().map(Option::key).toList());
        return new Options(kept, secretKeys);
    }

    /** The secret values among these, to be blanked out of any text that leaves the process. */
    public List<String> secrets() {
        return secretKeys.stream()
                .map(values::get)
                .filter(value -> value instanceof String text && !text.isEmpty())
                .map(Object::toString)
                .toList();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + (secretKeys.contains(entry.getKey()) ? "***" : entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
