package dev.sluice.engine.config;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.hooks.RunHooks;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads and validates pipelines; everything wrong is reported at once. Thread-safe. */
public final class PipelineReader {
    private static final List<String> KEYS = List.of("name", "source", "destination", "defaults", "streams", "hooks");

    /** How a key begins that only holds what aliases name. */
    private static final String ANCHORS = "x-";

    private static final String SKIP_BAD_RECORDS = "skip_bad_records";

    private final ConnectorRegistry registry;
    private final Function<String, String> environment;

    /**
     * @param environment the value of an environment variable, or null
     */
    public PipelineReader(ConnectorRegistry registry, Function<String, String> environment) {
        this.registry = registry;
        this.environment = environment;
    }

    /**
     * Reads a pipeline file: one pipeline, or several as YAML documents, to be run in their order.
     *
     * @throws ConnectorException INVALID_CONFIGURATION, with every problem and its place
     */
    public List<Pipeline> read(Path file) {
        List<Map<String, Object>> documents = Documents.readAll(file);
        Path folder = file.toAbsolutePath().normalize().getParent();
        Problems problems = new Problems();
        List<Pipeline> pipelines = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            String path = documents.size() == 1 ? "" : "[" + (i + 1) + "].";
            String defaultName = baseName(file) + (documents.size() == 1 ? "" : "-" + (i + 1));
            pipeline(path, documents.get(i), defaultName, folder, problems).ifPresent(pipelines::add);
        }
        List<String> names = pipelines.stream().map(Pipeline::name).toList();
        names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .distinct()
                .forEach(name -> problems.add("name", "two pipelines of the file are named '" + name + "'"));
        problems.raise(file.toString());
        return pipelines;
    }

    /**
     * Makes a pipeline of two connections, as {@code sluice copy} does: every stream of the source, or the one that its
     * fragment names.
     *
     * @param folder what relative paths and connections.yaml are looked up in
     */
    public Pipeline copy(CopyRequest request, Path folder) {
        Problems problems = new Problems();
        Variables variables = new Variables(environment, folder, problems);
        ConnectionReader reader = new ConnectionReader(registry, variables, folder, problems);
        Optional<ConnectionReader.Read> source =
                reader.withDefaults(request.sourceDefaults()).read("source", request.from(), true, false);
        Optional<ConnectionReader.Read> destination =
                reader.withDefaults(request.destinationDefaults()).read("destination", request.to(), false, false);
        problems.raise("the command");
        ConnectionConfig from = source.orElseThrow().connection();
        ConnectionConfig to = destination.orElseThrow().connection();
        String stream = source.get().stream();
        String target = destination.get().stream();
        if (!request.query().isEmpty() && !stream.isEmpty()) {
            problems.add("source", "names a stream behind #, and the query says what to read; leave one of them out");
        }
        Keys keys = new Keys("the command", request.keys(), problems);
        StreamRule rule = new StreamRule(
                request.query().isEmpty() ? (stream.isEmpty() ? "*" : stream) : (target.isEmpty() ? "query" : target),
                request.query(),
                Optional.of(target).filter(name -> !name.isEmpty()),
                List.of(),
                Optional.of(request.mode()),
                List.of(),
                WriteRules.DEFAULT.withAllowEmpty(request.allowEmpty()),
                StreamRules.badRows(keys),
                StreamRules.flatten(keys),
                List.of(),
                List.of(),
                SyncRule.FULL_REFRESH);
        problems.raise("the command");
        ConnectionConfig tolerant = tolerant(from, List.of(rule));
        String name = copyName(source.get(), request.query(), destination.get(), folder);
        return new Pipeline(name, tolerant, to, List.of(rule), folder);
    }

    /** Copies that move something else, or to somewhere else, are other pipelines: they may go on at the same time. */
    private static String copyName(
            ConnectionReader.Read source, String query, ConnectionReader.Read destination, Path folder) {
        return "copy " + source.label()
                // a query may be long, and its text isn't for every message
                + (query.isEmpty() ? "" : " (query " + Integer.toHexString(query.hashCode()) + ")")
                + " to " + destination.label()
                + (source.relative() || destination.relative() ? " in " + folder : "");
    }

    /** Reads one connection: a URI, a path, a connection file or a name. */
    public ConnectionReference connection(String text, boolean asSource, Path folder) {
        Problems problems = new Problems();
        Variables variables = new Variables(environment, folder, problems);
        Optional<ConnectionReader.Read> read =
                new ConnectionReader(registry, variables, folder, problems).read("connection", text, asSource, false);
        problems.raise("the command");
        return new ConnectionReference(read.orElseThrow().connection(), read.get().stream());
    }

    /** A connection and the stream that a URI's fragment names, or an empty text. */
    public record ConnectionReference(ConnectionConfig connection, String stream) {}

    /**
     * What {@code sluice copy} was asked for.
     *
     * @param overwriteFiles sets {@code overwrite: true} where the destination has such an option
     * @param query a query to read, or empty
     * @param format of standard input or output where one of them is asked for, else of the destination; or empty
     * @param keys on_error, max_errors, rejects and flatten of a stream, as in a pipeline file, where set
     */
    public record CopyRequest(
            String from,
            String to,
            WriteMode mode,
            boolean overwriteFiles,
            boolean allowEmpty,
            String query,
            String format,
            Map<String, Object> keys) {
        private static final String STANDARD_STREAM = "-";

        /** Structs stay as they are, and the first bad row ends the run. */
        public CopyRequest(
                String from,
                String to,
                WriteMode mode,
                boolean overwriteFiles,
                boolean allowEmpty,
                String query,
                String format) {
            this(from, to, mode, overwriteFiles, allowEmpty, query, format, Map.of());
        }

        private Map<String, Object> sourceDefaults() {
            return format.isEmpty() || !from.equals(STANDARD_STREAM) ? Map.of() : Map.of("format", format);
        }

        private Map<String, Object> destinationDefaults() {
            Map<String, Object> defaults = new HashMap<>();
            if (overwriteFiles) {
                defaults.put("overwrite", true);
            }
            if (!format.isEmpty() && (to.equals(STANDARD_STREAM) || !from.equals(STANDARD_STREAM))) {
                defaults.put("format", format);
            }
            return defaults;
        }
    }

    private Optional<Pipeline> pipeline(
            String path, Map<String, Object> document, String defaultName, Path folder, Problems problems) {
        document.keySet().stream()
                .filter(key -> !KEYS.contains(key) && !key.startsWith(ANCHORS))
                .forEach(key ->
                        problems.unknownKey(path.isEmpty() ? "" : path.substring(0, path.length() - 1), key, KEYS));
        Variables variables = new Variables(environment, folder, problems);
        ConnectionReader reader = new ConnectionReader(registry, variables, folder, problems);
        Optional<ConnectionReader.Read> source = reader.read(path + "source", document.get("source"), true, true);
        Optional<ConnectionReader.Read> destination =
                reader.read(path + "destination", document.get("destination"), false, true);
        StreamRules rules = new StreamRules(path, problems);
        List<StreamRule> streams = rules.read(
                document.get("defaults"), streams(path, document.get("streams"), source, destination, problems));
        RunHooks hooks = new HookReader(variables, problems).read(path + "hooks", document.get("hooks"));
        String name =
                new Keys(path.isEmpty() ? "" : path.substring(0, path.length() - 1), document, problems).text("name");
        if (source.isEmpty() || destination.isEmpty()) {
            return Optional.empty();
        }
        ConnectorSpec target =
                registry.spec(destination.get().connection().type(), false).orElseThrow();
        streams.forEach(rule -> checkMode(path, rule, target, problems));
        return Optional.of(new Pipeline(
                name.isEmpty() ? defaultName : name,
                tolerant(source.get().connection(), streams),
                destination.get().connection(),
                streams,
                hooks,
                folder));
    }

    /** What is written under {@code streams}, or else in the fragments of URIs. */
    private static Object streams(
            String path,
            Object written,
            Optional<ConnectionReader.Read> source,
            Optional<ConnectionReader.Read> destination,
            Problems problems) {
        String from = source.map(ConnectionReader.Read::stream).orElse("");
        String to = destination.map(ConnectionReader.Read::stream).orElse("");
        if (from.isEmpty() && to.isEmpty()) {
            return written;
        }
        if (written != null) {
            problems.add(
                    path + (from.isEmpty() ? "destination" : "source"),
                    "names a stream behind #, and so does 'streams'; leave one of them out");
            return written;
        }
        Map<String, Object> stream = new HashMap<>(Map.of("name", from.isEmpty() ? "*" : from));
        if (!to.isEmpty()) {
            stream.put("destination", to);
        }
        return List.of(stream);
    }

    /** Lets a source infer its columns from a sample with bad records in it, where these don't end the run. */
    private ConnectionConfig tolerant(ConnectionConfig source, List<StreamRule> rules) {
        if (rules.stream().allMatch(rule -> rule.badRows().onError() == OnError.FAIL)) {
            return source;
        }
        Options options = source.options();
        for (Option<?> option : registry.spec(source.type(), true).orElseThrow().options()) {
            options = option.key().equals(SKIP_BAD_RECORDS) ? options.withDefault(option, true) : options;
        }
        return source.withOptions(options);
    }

    private static void checkMode(String path, StreamRule rule, ConnectorSpec target, Problems problems) {
        if (!(rule.before().isEmpty() && rule.after().isEmpty()) && !target.can(Capability.STATEMENTS)) {
            problems.add(
                    path + "streams." + rule.pattern() + (rule.before().isEmpty() ? ".after" : ".before"),
                    "the destination " + target.type() + " can't run statements");
        }
        rule.mode()
                .filter(mode -> !WriteModes.able(target, mode))
                .ifPresent(mode -> problems.add(
                        path + "streams." + rule.pattern() + ".write_mode",
                        "the destination " + target.type() + " can't " + Option.spelling(mode)));
    }

    private static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
