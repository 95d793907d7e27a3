package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.spi.StreamName;
import java.util.List;

/**
 * The files of one stream, all of one format, by path.
 *
 * @param missing what was written to where they are, and is gone
 */
record FileGroup(StreamName name, FileFormat format, List<StoredFile> files, List<MissingFile> missing) {
    FileGroup(StreamName name, FileFormat format, List<StoredFile> files) {
        this(name, format, files, List.of());
    }

    FileGroup withFiles(List<StoredFile> others) {
        return new FileGroup(name, format, others, missing);
    }

    /**
     * Refuses to take the files for all rows where some are gone.
     *
     * @throws dev.sluice.spi.ConnectorException MALFORMED_INPUT
     */
    void requireWhole() {
        if (!missing.isEmpty()) {
            throw MissingFile.error(missing);
        }
    }
}
