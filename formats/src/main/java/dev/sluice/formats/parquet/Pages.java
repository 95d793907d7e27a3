package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.RowGroup;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The pages that a read goes through, to say what is wrong where it fails. Hardwood decodes in several threads, and which
 * of them complains first is a matter of chance, so the pages themselves are looked through again, in their order.
 */
record Pages(InputFile file, FileRange range, List<RowGroup> groups, List<Integer> leaves) {
    /** What the JVM says to a length that no array can have, such as damage makes. */
    private static final String BEYOND_ANY_MEMORY = "exceeds VM limit";

    /**
     * The error to end with.
     *
     * @throws IOException where it is the storage that failed, and not the file
     */
    ConnectorException damaged(Throwable cause) throws IOException {
        StorageException.rethrowFrom(cause);
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        Optional<String> problem = problem();
        String complaint = root.getMessage() == null ? root.toString() : root.getMessage();
        if (problem.isEmpty() && root instanceof OutOfMemoryError && !complaint.contains(BEYOND_ANY_MEMORY)) {
            return tooLarge(root);
        }
        return Footer.broken(
                file,
                problem.orElse("a page in the row groups from byte " + range.start() + " to " + range.end()
                        + " can't be read (" + complaint + ")"),
                cause);
    }

    private ConnectorException tooLarge(Throwable cause) {
        return new ConnectorException(
                ErrorCode.OUT_OF_MEMORY,
                file.name() + ": a page in the row groups from byte " + range.start() + " to " + range.end()
                        + " needs more memory than there is (" + cause.getMessage()
                        + "); raise --max-memory, or write the file with smaller pages",
                cause);
    }

    /** What is wrong with the first page that isn't what its header or the footer say; empty where it takes decoding to see. */
    private Optional<String> problem() throws IOException {
        for (RowGroup group : groups) {
            for (int leaf : leaves) {
                ColumnChunk chunk = group.columns().get(leaf);
                try {
                    new ChunkPages(file, chunk).check();
                } catch (DamagedPageException e) {
                    return Optional.of("column '" + chunk.metaData().pathInSchema() + "': " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** The pages' columns, one after the other. */
    List<ColumnChunk> chunks() {
        return groups.stream()
                .flatMap(group -> leaves.stream().map(group.columns()::get))
                .toList();
    }
}
