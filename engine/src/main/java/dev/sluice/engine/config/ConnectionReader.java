package dev.sluice.engine.config;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import dev.sluice.spi.OptionProblem;
import dev.sluice.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads connections in all their forms: an object, a URI, a path, a path to a connection file, or a name from
 * connections.yaml.
 */
final class ConnectionReader {
    private static final String STANDARD_STREAM = "-";
    private static final List<String> KEYS = List.of("connector_type", "is_source", "config");

    private final ConnectorRegistry registry;
    private final Variables variables;
    private final Path folder;
    private final Problems problems;
    private final Map<String, Object> defaults;

    ConnectionReader(ConnectorRegistry registry, Variables variables, Path folder, Problems problems) {
        this(registry, variables, folder, problems, Map.of());
    }

    private ConnectionReader(
            ConnectorRegistry registry,
            Variables variables,
            Path folder,
            Problems problems,
            Map<String, Object> defaults) {
        this.registry = registry;
        this.variables = variables;
        this.folder = folder;
        this.problems = problems;
        this.defaults = defaults;
    }

    /** A reader that takes these values for options that a connection leaves out, where its connector has them. */
    ConnectionReader withDefaults(Map<String, Object> values) {
        return new ConnectionReader(registry, variables, folder, problems, values);
    }

    /**
     * What a written connection stands for: a connection, and the stream that a URI's fragment names.
     *
     * @param relative whether it stands for something else in another folder
     */
    record Read(ConnectionConfig connection, String stream, boolean relative) {
        /** How to name it to people, with the stream, which the label of a plain path has already. */
        String label() {
            String end = "#" + stream;
            boolean complete = stream.isEmpty() || connection.label().endsWith(end);
            return complete ? connection.label() : connection.label() + end;
        }
    }

    /**
     * Reads a connection; empty where it is so wrong that nothing can be made of it, with the problems noted.
     *
     * @param path where it stands: {@code source}
     * @param relativePaths whether relative paths are relative to the file's folder rather than the working folder
     */
    Optional<Read> read(String path, Object written, boolean asSource, boolean relativePaths) {
        return switch (written) {
            case null -> {
                problems.add(path, "is required: a connection, a URI or a name from connections.yaml");
                yield Optional.empty();
            }
            case Map<?, ?> object -> readObject(path, Documents.texts(object), asSource, relativePaths);
            case String text -> readText(path, text, asSource, relativePaths);
            default -> {
                problems.add(path, "must be a connection, a URI or a name from connections.yaml");
                yield Optional.empty();
            }
        };
    }

    private Optional<Read> readObject(
            String path, Map<String, Object> object, boolean asSource, boolean relativePaths) {
        object.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> problems.unknownKey(path, key, KEYS));
        new Keys(path, object, problems)
                .flag("is_source")
                .filter(isSource -> isSource != asSource)
                .ifPresent(isSource -> problems.add(
                        path + ".is_source",
                        "is " + isSource + ", but the connection is used as a "
                                + (asSource ? "source" : "destination")));
        if (!(object.get("connector_type") instanceof String type)) {
            problems.add(path + ".connector_type", "is required; one of " + String.join(", ", registry.types()));
            return Optional.empty();
        }
        Object config = object.get("config");
        if (config != null && !(config instanceof Map)) {
            problems.add(path + ".config", "must be a mapping of options to values");
            return Optional.empty();
        }
        Optional<ConnectorSpec> spec = registry.spec(type, asSource);
        if (spec.isEmpty()) {
            problems.add(path + ".connector_type", registry.unknownType(type, asSource));
            return Optional.empty();
        }
        Map<String, Object> values = config == null ? Map.of() : Documents.texts((Map<?, ?>) config);
        Map<String, Object> expanded = expand(path + ".config", values);
        return connection(path + ".config", spec.get(), expanded, type, relativePaths)
                .map(connection -> new Read(connection, "", isRelative(spec.get(), expanded)));
    }

    private Optional<Read> readText(String path, String text, boolean asSource, boolean relativePaths) {
        String scheme = UriReader.scheme(text);
        if (scheme.isEmpty()) {
            Object named = named(text);
            if (named != null) {
                return readNamed(path, text, named, asSource);
            }
            int hash = text.lastIndexOf('#');
            Object beforeFragment = hash < 0 ? null : named(text.substring(0, hash));
            if (beforeFragment != null) {
                String stream = UriReader.read(text).stream();
                return readNamed(path, text.substring(0, hash), beforeFragment, asSource)
                        .map(read -> new Read(read.connection(), stream, read.relative()));
            }
        }
        String expanded = expandUri(path, text);
        try {
            UriReader.Reference reference = scheme.isEmpty() && isFileWithHash(expanded, relativePaths)
                    ? new UriReader.Reference(UriReader.path(expanded), "")
                    : UriReader.read(expanded);
            Optional<ConnectorSpec> spec = registry.specOfScheme(reference.uri().scheme(), asSource);
            if (spec.isEmpty()) {
                problems.add(path, unknownScheme(reference.uri().scheme()));
                return Optional.empty();
            }
            Map<String, Object> config = spec.get().uri().toConfig().apply(reference.uri());
            String label = scheme.isEmpty() ? text : reference.uri().toString();
            return connection(path, spec.get(), config, label, relativePaths)
                    .map(connection -> new Read(connection, reference.stream(), isRelative(spec.get(), config)));
        } catch (IllegalArgumentException e) {
            problems.addUnlessTold(new OptionProblem(path, e.getMessage()));
            return Optional.empty();
        }
    }

    /** Whether a path is a file's name with a # in it, rather than a path and a stream. */
    private boolean isFileWithHash(String path, boolean relativePaths) {
        return path.indexOf('#') >= 0 && Files.exists(relativePaths ? folder.resolve(path) : Path.of(path));
    }

    /** A password may hold what ends one in a URI. Elsewhere a variable may stand for several parts, such as host and port. */
    private String expandUri(String path, String text) {
        int login = UriReader.endOfLogin(text);
        return variables.expand(path, text.substring(0, login), UriReader::encode)
                + variables.expand(path, text.substring(login));
    }

    private String unknownScheme(String scheme) {
        String hint = dev.sluice.spi.text.Suggestion.didYouMean(scheme, registry.schemes());
        return "there is no connector for '" + scheme + ":'"
                + (hint.isEmpty() ? "; the schemes are " + String.join(", ", registry.schemes()) : hint);
    }

    private Optional<Read> readNamed(String path, String name, Object named, boolean asSource) {
        String place = " (" + name + ")";
        if (path.contains(place)) {
            problems.add(path, "leads back to itself");
            return Optional.empty();
        }
        return read(path + place, named, asSource, true)
                .map(read -> new Read(read.connection().withLabel(name), read.stream(), true));
    }

    /** What connections.yaml says of a name, or the connection of the file at that path; null where there is neither. */
    private Object named(String text) {
        Path connections = folder.resolve("connections.yaml");
        Object named = Files.isRegularFile(connections)
                ? Documents.readOne(connections).get(text)
                : null;
        boolean connectionFile = text.endsWith(".yaml") || text.endsWith(".yml") || text.endsWith(".json");
        Path file = folder.resolve(text);
        if (named == null && connectionFile && Files.isRegularFile(file)) {
            Map<String, Object> document = Documents.readIfObject(file);
            return document.containsKey("connector_type") ? document : null;
        }
        return named;
    }

    private Map<String, Object> expand(String path, Map<String, Object> values) {
        Map<String, Object> expanded = new LinkedHashMap<>();
        values.forEach((key, value) -> expanded.put(key, expandValue(path + "." + key, value)));
        return expanded;
    }

    private Object expandValue(String path, Object value) {
        return switch (value) {
            case String text -> variables.expand(path, text);
            case Map<?, ?> map -> expand(path, Documents.texts(map));
            case List<?> list ->
                list.stream().map(item -> expandValue(path, item)).toList();
            case null, default -> value;
        };
    }

    private Optional<ConnectionConfig> connection(
            String path, ConnectorSpec spec, Map<String, Object> values, String label, boolean relativePaths) {
        Map<String, Object> resolved = new LinkedHashMap<>(values);
        spec.options().stream()
                .map(Option::key)
                .filter(defaults::containsKey)
                .forEach(key -> resolved.putIfAbsent(key, defaults.get(key)));
        if (relativePaths) {
            paths(spec, values).forEach((key, written) -> resolved.put(key, resolve(written)));
        }
        List<OptionProblem> wrong = new ArrayList<>();
        Options options = Options.read(spec.options(), resolved, path, wrong);
        wrong.forEach(problems::addUnlessTold);
        return wrong.isEmpty() ? Optional.of(new ConnectionConfig(spec.type(), options, label)) : Optional.empty();
    }

    private static boolean isRelative(ConnectorSpec spec, Map<String, Object> values) {
        return paths(spec, values).values().stream().anyMatch(ConnectionReader::isRelative);
    }

    private static boolean isRelative(Object written) {
        return switch (written) {
            case String path -> !path.equals(STANDARD_STREAM) && !Path.of(path).isAbsolute();
            case List<?> paths -> paths.stream().anyMatch(ConnectionReader::isRelative);
            default -> false;
        };
    }

    /** Those of the values that are paths. */
    private static Map<String, Object> paths(ConnectorSpec spec, Map<String, Object> values) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Option<?> option : spec.options()) {
            boolean isPath = option.kind() == Option.Kind.PATH || option.kind() == Option.Kind.PATHS;
            Object written = values.get(option.key());
            if (isPath && written != null) {
                paths.put(option.key(), written);
            }
        }
        return paths;
    }

    /** A path or a list of paths, relative to the file's folder; {@code -} stands for no file. */
    private Object resolve(Object written) {
        return switch (written) {
            case String path
            when !path.equals(STANDARD_STREAM) ->
                folder.resolve(path).normalize().toString();
            case List<?> paths -> paths.stream().map(this::resolve).toList();
            default -> written;
        };
    }
}
