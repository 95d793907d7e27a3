package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What a folder holds: written last, in one step, so that a reader who goes by it sees a commit's files all or not at all.
 *
 * @param commit unlike that of any other manifest
 * @param runId the run that published files last
 * @param schema the columns of all files together, by name, with their types
 * @param reading the options by which all files are read, as far as their format has any; empty where that isn't known
 * @param states the state last committed of each pipeline, stream and target
 */
record Manifest(
        String commit,
        String runId,
        List<Entry> files,
        Map<String, Object> schema,
        Map<String, Object> reading,
        List<StoredState> states) {
    static final String NAME = "_sluice_manifest.json";

    Manifest {
        files = List.copyOf(files);
        states = List.copyOf(states);
    }

    /** Of a new commit. */
    Manifest(
            String runId,
            List<Entry> files,
            Map<String, Object> schema,
            Map<String, Object> reading,
            List<StoredState> states) {
        this(UUID.randomUUID().toString(), runId, files, schema, reading, states);
    }

    /** The same, of a new commit. */
    Manifest again() {
        return new Manifest(runId, files, schema, reading, states);
    }

    /** What takes the place of a manifest where there is none. */
    static Manifest ofUnknown(List<Entry> files) {
        return new Manifest("", "", files, Map.of(), Map.of(), List.of());
    }

    /**
     * A file of the folder.
     *
     * @param rows -1 where that was never counted
     */
    record Entry(String name, long rows, long bytes) {
        private static Entry of(Map<String, Object> json) {
            return new Entry((String) json.get("name"), (Long) json.get("rows"), (Long) json.get("bytes"));
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("rows", rows);
            json.put("bytes", bytes);
            return json;
        }
    }

    static Map<String, Object> types(Schema schema) {
        Map<String, Object> types = new LinkedHashMap<>();
        schema.fields().forEach(field -> types.put(field.name(), field.type().toString()));
        return types;
    }

    static String path(String folder) {
        return folder + "/" + NAME;
    }

    static Optional<Manifest> read(Storage storage, String folder) throws IOException {
        Optional<byte[]> content = storage.read(path(folder));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(map(JsonTree.parse(content.get()))));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    path(folder) + ": this is not a manifest (" + e.getMessage()
                            + "); restore it, or delete it to go by the files alone",
                    e);
        }
    }

    static Manifest of(Map<String, Object> json) {
        return new Manifest(
                text(json, "commit"),
                text(json, "run_id"),
                ((List<?>) json.get("files"))
                        .stream().map(Manifest::map).map(Entry::of).toList(),
                map(json.get("schema")),
                // manifests of earlier versions have none
                json.containsKey("reading") ? map(json.get("reading")) : Map.of(),
                ((List<?>) json.get("states"))
                        .stream().map(Manifest::map).map(Manifest::state).toList());
    }

    private static StoredState state(Map<String, Object> json) {
        return new StoredState(
                text(json, "pipeline"),
                text(json, "stream"),
                text(json, "target"),
                text(json, "run_id"),
                text(json, "committed_at"),
                text(json, "state"));
    }

    private static String text(Map<String, Object> json, String key) {
        return (String) Objects.requireNonNull(json.get(key), key + " is missing");
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1L);
        json.put("commit", commit);
        json.put("run_id", runId);
        json.put("rows", rows());
        json.put("schema", schema);
        if (!reading.isEmpty()) {
            json.put("reading", reading);
        }
        json.put("files", files.stream().map(Entry::toJson).toList());
        json.put("states", states.stream().map(Manifest::toJson).toList());
        return json;
    }

    private static Map<String, Object> toJson(StoredState state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", state.pipeline());
        json.put("stream", state.stream());
        json.put("target", state.target());
        json.put("run_id", state.runId());
        json.put("committed_at", state.committedAt());
        json.put("state", state.state());
        return json;
    }

    /** The number of rows, or -1 where a file's was never counted. */
    long rows() {
        boolean counted = files.stream().allMatch(file -> file.rows() >= 0);
        return counted ? files.stream().mapToLong(Entry::rows).sum() : -1;
    }

    boolean lists(String name) {
        return files.stream().anyMatch(file -> file.name().equals(name));
    }

    Optional<StoredState> stateOf(WriteRequest request) {
        return states.stream().filter(state -> state.isOf(request)).findFirst();
    }

    /** The states after a request's own was replaced. */
    List<StoredState> statesWith(WriteRequest request, Optional<StoredState> own) {
        List<StoredState> changed = new ArrayList<>(
                states.stream().filter(state -> !state.isOf(request)).toList());
        own.ifPresent(changed::add);
        return changed;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object json) {
        return (Map<String, Object>) Objects.requireNonNull(json, "an object is missing");
    }
}
