package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.formats.compress.CompressedWriter;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a stream is written to: one file, or a folder of part files.
 *
 * @param folder the folder of the file or of the parts
 * @param fileName the file's name; empty for a folder of parts
 * @param compression of the files as a whole, or of their blocks where the format compresses by itself
 */
record FileTarget(String folder, String fileName, FileFormat format, Compression compression) {
    /**
     * Decides by the location: a name with a format's extension is a file, unless there is a folder of that name.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where the format is not clear
     */
    static FileTarget of(Storage storage, String location, StreamName stream, Options options) throws IOException {
        int slash = location.lastIndexOf('/');
        String name = location.substring(slash + 1);
        Optional<FileFormat> byName = FileFormats.ofFileName(name);
        Optional<FileFormat> chosen = FormatOptions.chosen(options);
        if (byName.isPresent() && !storage.isFolder(location)) {
            FileFormat format = chosen.orElse(byName.get());
            FormatOptions.check(options, format, FileFormat::writeOptions);
            String folder = slash < 0 ? "." : slash == 0 ? "/" : location.substring(0, slash);
            return new FileTarget(folder, name, format, compression(options, format, name));
        }
        FileFormat format = chosen.orElseThrow(() -> new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "config.format: is required (--format) where '" + location + "' is a folder: one of "
                        + String.join(", ", FileFormats.names())));
        FormatOptions.check(options, format, FileFormat::writeOptions);
        if (storage.find(location).isPresent()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    location + ": is a file without the extension of a format; a folder is needed here");
        }
        return new FileTarget(
                location + "/" + EncodedName.encode(stream.toString()), "", format, compression(options, format, ""));
    }

    private static Compression compression(Options options, FileFormat format, String fileName) {
        Compression byName = FileCompression.ofFileName(fileName);
        boolean named = byName != Compression.NONE && !format.compressesItself();
        Compression compression = options.find(CompressionOptions.WRITE)
                .orElse(named ? byName : format.compressions().getFirst());
        CompressionOptions.check(options, format, compression);
        if (named && compression != byName) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config.compression: is " + Option.spelling(compression) + ", and the name " + fileName + " says "
                            + Option.spelling(byName) + "; change one of them");
        }
        return compression;
    }

    /** Compression around the whole file. */
    Compression fileCompression() {
        return format.compressesItself() ? Compression.NONE : compression;
    }

    /** The extension of part files, without a dot in front. */
    String extension() {
        return format.extensions().getFirst() + FileCompression.extension(fileCompression());
    }

    boolean isFile() {
        return !fileName.isEmpty();
    }

    /** The path of the one file. */
    String file() {
        return folder + "/" + fileName;
    }

    /** The path of a hidden file beside the one file, from which that is made. */
    String hidden(Storage storage, Stager stager, String attempt) {
        return folder + "/" + Storage.HIDDEN_PREFIX + stager.inName() + "-" + attempt + "-"
                + storage.nameInHidden(fileName);
    }

    /** The path of the part that a split is written to. */
    String part(int split, String suffix) {
        return folder + "/" + String.format(Locale.ROOT, "part-%05d%s.%s", split, suffix, extension());
    }

    /**
     * The path of one of several parts that a split is written to.
     *
     * @param subfolder of a partition, or empty
     */
    String part(String subfolder, int split, int number, String suffix) {
        String name = String.format(Locale.ROOT, "part-%05d-%05d%s.%s", split, number, suffix, extension());
        return folder + "/" + (subfolder.isEmpty() ? "" : subfolder + "/") + name;
    }

    RecordWriter newWriter(OutputStream out, WriterSettings settings) throws IOException {
        return CompressedWriter.of(
                format, out, settings, fileCompression(), CompressionOptions.level(settings.options()));
    }

    /** Whether a file of the folder, or of a partition's folder in it, has a name that {@link #part} gives. */
    static boolean isPart(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean inPartitions = path.equals(name)
                || Arrays.stream(Location.parent(path).split("/")).allMatch(Partitions::isPartition);
        return inPartitions
                && name.startsWith("part-")
                && FileFormats.ofFileName(name).isPresent();
    }

    /** A file's path as seen from the folder. */
    String relative(String path) {
        return Location.relative(folder, path);
    }

    /** For messages and plans. */
    String describe() {
        return isFile() ? file() : folder;
    }
}
