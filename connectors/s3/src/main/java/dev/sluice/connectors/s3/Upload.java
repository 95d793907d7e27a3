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

    /** As a text for journals and tokens; keys may hold line breaks, ids and ETags don't. */
    String toText() {
        List<String> lines = new ArrayList<>(List.of(id, String.valueOf(parts.size())));
        lines.addAll(parts);
        lines.add(key);
        return String.join(SEPARATOR, lines);
    }

    static Upload ofText(String text) {
        String[] head = text.split(SEPARATOR, 3);
        int count = Integer.parseInt(head[1]);
        List<String> rest = Arrays.asList(head[2].split(SEPARATOR, count + 1));
        return new Upload(rest.get(count), head[0], rest.subList(0, count));
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
