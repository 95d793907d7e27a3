package dev.sluice.connectors.storage;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.Options;
import dev.sluice.spi.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the files of a stream into splits of about the same work: large files into ranges, and as many small ones together
 * as make up a split. In the order of the files.
 */
final class FileSplits {
    private static final String FILES = "files";
    private static final String FORMAT = "format";
    private static final long SMALLEST_SPLIT = 8 << 20;
    private static final long LARGEST_SPLIT = 96 << 20;
    private static final int SPLITS_PER_TASK = 4;
    /** What it costs to open a file, in bytes that could be read instead. */
    private static final long COST_OF_FILE = 64 << 10;

    private final Storage storage;
    private final FileGroup group;
    private final Options options;
    private final long target;
    private final List<Split> splits = new ArrayList<>();
    private final List<FilePart> small = new ArrayList<>();
    private long smallCost;

    private FileSplits(Storage storage, FileGroup group, Options options, int parallelism) {
        this.storage = storage;
        this.group = group;
        this.options = options;
        long total = group.files().stream().mapToLong(FileSplits::cost).sum();
        this.target =
                Math.clamp(Math.ceilDiv(total, (long) parallelism * SPLITS_PER_TASK), SMALLEST_SPLIT, LARGEST_SPLIT);
    }

    private static long cost(StoredFile file) {
        return file.size() + COST_OF_FILE;
    }

    /**
     * At least one split; it reads nothing where there is no file.
     *
     * @param whole whether each file must be read from its beginning to its end by one task
     */
    static List<Split> of(Storage storage, FileGroup group, Options options, int parallelism, boolean whole)
            throws IOException {
        FileSplits splits = new FileSplits(storage, group, options, parallelism);
        for (StoredFile file : group.files()) {
            if (whole || file.size() <= splits.target) {
                splits.add(new FilePart(file, Optional.empty()));
            } else {
                splits.cut(file);
            }
        }
        splits.endSmall();
        if (splits.splits.isEmpty()) {
            splits.end(List.of());
        }
        return splits.splits;
    }

    private void add(FilePart part) {
        if (smallCost + cost(part.file()) > target) {
            endSmall();
        }
        small.add(part);
        smallCost += cost(part.file());
    }

    private void cut(StoredFile stored) throws IOException {
        endSmall();
        try (InputFile file = FileContent.open(storage, stored, group.format(), options)) {
            if (file.length() == InputFile.UNKNOWN_LENGTH) {
                end(List.of(new FilePart(stored, Optional.empty())));
                return;
            }
            for (FileRange range : group.format().split(file, options, target)) {
                end(List.of(new FilePart(stored, Optional.of(range))));
            }
        }
    }

    private void endSmall() {
        if (!small.isEmpty()) {
            end(small);
            small.clear();
            smallCost = 0;
        }
    }

    private void end(List<FilePart> parts) {
        Map<String, String> properties =
                Map.of(FILES, FilePart.toText(parts), FORMAT, group.format().name());
        splits.add(new Split(splits.size(), describe(parts), properties));
    }

    private static String describe(List<FilePart> parts) {
        if (parts.isEmpty()) {
            return "no files";
        }
        FilePart first = parts.getFirst();
        String name = first.file().name();
        return parts.size() > 1
                ? name + " to " + parts.getLast().file().name() + " (" + parts.size() + " files)"
                : first.range()
                        .map(range -> name + " bytes " + range.start() + "-" + range.end())
                        .orElse(name);
    }

    static List<FilePart> parts(Split split) {
        return FilePart.ofText(split.property(FILES));
    }

    static String format(Split split) {
        return split.property(FORMAT);
    }
}
