package dev.sluice.connectors.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload.
 *
 * @param id S3's name for it; empty for an object that is there already
 * @param parts in the order of their numbers; empty where they aren't known, as of an upload found by listing
 */
record Upload(String key, String id, List<UploadedPart> parts) {
    private static final String SEPARATOR = "\n";

    Upload {
        parts = List.copyOf(parts);
    }

    /** One whose parts aren't known. */
    Upload(String key, String id) {
        this(key, id, List.of());
    }

    /** As a text for journals and tokens; keys may hold line breaks, ids and ETags don't. */
    String toText() {
        List<String> lines = new ArrayList<>(List.of(id, String.valueOf(parts.size())));
        parts.forEach(part -> lines.add(part.toText()));
        lines.add(key);
        return String.join(SEPARATOR, lines);
    }

    static Upload ofText(String text) {
        String[] head = text.split(SEPARATOR, 3);
        int count = Integer.parseInt(head[1]);
        List<String> rest = Arrays.asList(head[2].split(SEPARATOR, count + 1));
        return new Upload(
                rest.get(count),
                head[0],
                rest.subList(0, count).stream().map(UploadedPart::ofText).toList());
    }

    List<CompletedPart> completed() {
        return parts.stream().map(UploadedPart::completed).toList();
    }
}
