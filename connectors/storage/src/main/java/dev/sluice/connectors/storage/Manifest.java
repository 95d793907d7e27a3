package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder holds: written last, in one step, so that a reader who goes by it sees a commit's files all or not at all.
 *
 * @param runId the run that committed last
 * @param schema the columns, by name, with their types
 * @param states the state last committed, by pipeline and stream
 */
record Manifest(String runId, List<Entry> files, Map<String, Object> schema, Map<String, Object> states) {
    static final String NAME = "_sluice_manifest.json";

    /**
     * A file of the folder.
     *
     * @param rows -1 where that was never counted
     */
    record Entry(String name, long rows, long bytes) {}

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
        List<Entry> files = new ArrayList<>();
        for (Object file : (List<?>) json.get("files")) {
            Map<String, Object> entry = map(file);
            files.add(new Entry((String) entry.get("name"), (Long) entry.get("rows"), (Long) entry.get("bytes")));
        }
        return new Manifest((String) json.get("run_id"), files, map(json.get("schema")), map(json.get("states")));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1L);
        json.put("run_id", runId);
        json.put("rows", rows());
        json.put("schema", schema);
        json.put(
                "files",
                files.stream()
                        .map(file -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", file.name());
                            entry.put("rows", file.rows());
                            entry.put("bytes", file.bytes());
                            return entry;
                        })
                        .toList());
        json.put("states", states);
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

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object json) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(json, "an object is missing");
    }
}
