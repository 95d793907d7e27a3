package dev.sluice.connectors.storage;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;

/** Opens files as their formats see them: decompressed, where the format doesn't do so by itself. */
final class FileContent {
    private FileContent() {}

    /** Opens a file to look into it. */
    static InputFile open(Storage storage, StoredFile stored, FileFormat format, Options options) throws IOException {
        return decompressed(storage.open(stored), stored, format, options);
    }

    /**
     * Opens a file to read a part of it.
     *
     * @param memory how much heap may hold what is fetched ahead, in bytes
     */
    static InputFile open(Storage storage, FilePart part, FileFormat format, Options options, long memory)
            throws IOException {
        return decompressed(storage.open(part.file(), part.stored(), memory), part.file(), format, options);
    }

    private static InputFile decompressed(InputFile file, StoredFile stored, FileFormat format, Options options) {
        if (format.compressesItself() && file.length() == InputFile.UNKNOWN_LENGTH) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    file.name() + ": a " + format.name()
                            + " file can't be read from its beginning to its end in one go;" + " read it from a file");
        }
        return format.compressesItself()
                ? file
                : FileCompression.decompress(
                        file, options.get(CompressionOptions.READ).of(stored.name()));
    }
}
