package dev.sluice.connectors.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload.
 *
 * @param id S3's name for it; empty for an object that is there already
 * @param parts the ETags of its parts in order; empty where they aren't known, as of an upload found by listing
 */
record Upload(String key, String id, List<String> parts) {
    private static final String SEPARATOR = "\n";

    Upload {
        parts = List.copyOf(parts);
    }

    /** As a text for journals and tokens; neither keys nor ids nor ETags of ours hold a line break. */
    String toText() {
        List<String> lines = new ArrayList<>(List.of(key, id));
        lines.addAll(parts);
        return String.join(SEPARATOR, lines);
    }

    static Upload ofText(String text) {
        List<String> lines = Arrays.asList(text.split(SEPARATOR, -1));
        return new Upload(lines.get(0), lines.get(1), lines.subList(2, lines.size()));
    }

    List<CompletedPart> completed() {
        List<CompletedPart> completed = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            completed.add(
                    CompletedPart.builder().partNumber(i + 1).eTag(parts.get(i)).build());
        }
        return completed;
    }
}
