package dev.sluice.connectors.s3;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Bytes of a staged file that are in the upload of the file it becomes a part of already, where nothing can read them.
 *
 * @param start where they begin in the staged file
 * @param end where they end
 * @param parts that hold them, of consecutive numbers; none if there are no such bytes
 */
record Placed(long start, long end, List<UploadedPart> parts) {
    static final Placed NOTHING = new Placed(0, 0, List.of());

    private static final String SEPARATOR = ",";

    Placed {
        parts = List.copyOf(parts);
    }

    long length() {
        return end - start;
    }

    /** One line: ETags are hexadecimal digits, dashes and quotes. */
    String toText() {
        return parts.isEmpty()
                ? ""
                : start
                        + SEPARATOR
                        + end
                        + SEPARATOR
                        + parts.stream().map(UploadedPart::toText).collect(Collectors.joining(SEPARATOR));
    }

    static Placed ofText(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        List<String> fields = Arrays.asList(text.split(SEPARATOR));
        return new Placed(
                Long.parseLong(fields.get(0)),
                Long.parseLong(fields.get(1)),
                fields.subList(2, fields.size()).stream()
                        .map(UploadedPart::ofText)
                        .toList());
    }
}
