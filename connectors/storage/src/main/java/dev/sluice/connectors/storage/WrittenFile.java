package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A staged file and how many rows are in it. */
record WrittenFile(StagedFile staged, long rows) {
    /** Files as a text for a token's properties: a JSON array. */
    static String toText(List<WrittenFile> files) {
        List<Object> json = files.stream().<Object>map(WrittenFile::toJson).toList();
        return new String(JsonTree.write(json), StandardCharsets.UTF_8);
    }

    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", staged.path());
        json.put("token", staged.token());
        json.put("bytes", staged.size());
        json.put("rows", rows);
        return json;
    }

    static List<WrittenFile> ofText(String text) {
        return ((List<?>) JsonTree.parse(text.getBytes(StandardCharsets.UTF_8)))
                .stream().map(Manifest::map).map(WrittenFile::ofJson).toList();
    }

    private static WrittenFile ofJson(Map<String, Object> json) {
        StagedFile staged =
                new StagedFile((String) json.get("path"), (String) json.get("token"), (Long) json.get("bytes"));
        return new WrittenFile(staged, (Long) json.get("rows"));
    }
}
