package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.spi.StreamName;
import java.util.List;

/** The files of one stream, all of one format, by path. */
record FileGroup(StreamName name, FileFormat format, List<StoredFile> files) {
    FileGroup withFiles(List<StoredFile> others) {
        return new FileGroup(name, format, others);
    }
}
