package dev.sluice.connectors.storage;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a split reads of a file.
 *
 * @param range empty for the whole file
 */
record FilePart(StoredFile file, Optional<FileRange> range) {
    private static final String SEPARATOR = "\t";

    /** The part of the file as it is stored. */
    FileRange stored() {
        return range.orElseGet(() -> new FileRange(0, file.size()));
    }

    /** The part of an open file. */
    FileRange rangeOf(InputFile open) {
        return range.orElseGet(() -> FileRange.whole(open));
    }

    /** Parts as a text for a split's properties, a line each. */
    static String toText(List<FilePart> parts) {
        return parts.stream().map(FilePart::toText).collect(Collectors.joining("\n"));
    }

    private String toText() {
        return String.join(
                SEPARATOR,
                escape(file.path()),
                Long.toString(file.size()),
                escape(file.version()),
                file.modified().toString(),
                range.map(part -> part.start() + "-" + part.end()).orElse(""));
    }

    static List<FilePart> ofText(String text) {
        return text.lines().map(FilePart::ofLine).toList();
    }

    private static FilePart ofLine(String line) {
        String[] cells = line.split(SEPARATOR, -1);
        StoredFile file = new StoredFile(
                EncodedName.decode(cells[0]),
                Long.parseLong(cells[1]),
                EncodedName.decode(cells[2]),
                Instant.parse(cells[3]));
        int dash = cells[4].indexOf('-');
        Optional<FileRange> range = dash < 0
                ? Optional.empty()
                : Optional.of(new FileRange(
                        Long.parseLong(cells[4].substring(0, dash)), Long.parseLong(cells[4].substring(dash + 1))));
        return new FilePart(file, range);
    }

    private static String escape(String text) {
        return text.replace("%", "%25")
                .replace("\t", "%09")
                .replace("\n", "%0A")
                .replace("\r", "%0D");
    }
}
