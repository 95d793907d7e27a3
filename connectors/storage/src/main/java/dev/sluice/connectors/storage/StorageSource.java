package dev.sluice.connectors.storage;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads files of any format from any storage; a subclass says which storage, and where in it. */
public abstract class StorageSource extends SourceConnector {
    /** How files are put together to streams. */
    public enum StreamPer {
        /** All files are one stream. */
        ALL,
        /** Each file is a stream. */
        FILE,
        /** The files of each folder are a stream. */
        FOLDER
    }

    public static final Option<String> GLOB_PATTERN = Option.string(
            "glob_pattern", "Which files of the folder to read: * within a name, ** across folders; all if left out");

    public static final Option<StreamPer> STREAM_PER = Option.choice(
                    "stream_per", "What makes a stream: all files together, each file, or each folder", StreamPer.class)
            .defaultValue(StreamPer.ALL);

    private static final long SMALLEST_SPLIT = 8 << 20;
    private static final long LARGEST_SPLIT = 64 << 20;
    private static final int SPLITS_PER_TASK = 4;

    /** Opens the storage; cheap, and done anew for every call. */
    protected abstract Storage storage(Options options);

    /** The files, folders or globs to read; at least one. */
    protected abstract List<String> locations(Options options);

    /** The options that every such source has, without those that say where the files are. */
    protected static List<Option<?>> commonOptions() {
        return Stream.concat(Stream.of(FormatOptions.FORMAT, GLOB_PATTERN, STREAM_PER), FormatOptions.read().stream())
                .toList();
    }

    @Override
    public void testConnection(Options options) {
        Storage storage = storage(options);
        try {
            StoredFile first = groups(storage, options).getFirst().files().getFirst();
            try (InputFile file = storage.open(first)) {
                file.read(0, new byte[1], 0, 1);
            }
        } catch (IOException e) {
            throw StorageFailures.of(String.join(", ", locations(options)), e);
        }
    }

    private List<FileGroup> groups(Storage storage, Options options) throws IOException {
        return new FileSelection(storage, locations(options), options).groups();
    }

    @Override
    public Catalog discoverSchema(DiscoverRequest request) {
        Options options = request.options();
        Storage storage = storage(options);
        try {
            List<CatalogStream> streams = new ArrayList<>();
            for (FileGroup group : groups(storage, options)) {
                Schema schema = FileSchemas.read(storage, group, options).merged();
                if (schema.size() == 0) {
                    throw new ConnectorException(
                            ErrorCode.INCOMPATIBLE_SCHEMA,
                            group.files().getFirst().path()
                                    + ": there is no record to tell the columns from; declare them in column_types");
                }
                streams.add(CatalogStream.of(group.name(), CatalogStream.Kind.FILES, schema));
            }
            return new Catalog(streams);
        } catch (IOException e) {
            throw StorageFailures.of(String.join(", ", locations(options)), e);
        }
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        Options options = request.options();
        Storage storage = storage(options);
        try {
            FileGroup group = groups(storage, options).stream()
                    .filter(candidate ->
                            candidate.name().equals(request.stream().name()))
                    .findFirst()
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.STREAM_NOT_FOUND, request.stream().name() + ": its files are gone"));
            return SplitPlan.of(splits(storage, group, request));
        } catch (IOException e) {
            throw StorageFailures.of(String.join(", ", locations(options)), e);
        }
    }

    private static List<Split> splits(Storage storage, FileGroup group, ReadRequest request) throws IOException {
        List<Schema> schemas = group.files().size() == 1
                ? List.of(request.stream().schema())
                : FileSchemas.read(storage, group, request.options()).each();
        long total = group.files().stream().mapToLong(StoredFile::size).sum();
        long target =
                Math.clamp(total / ((long) request.parallelism() * SPLITS_PER_TASK), SMALLEST_SPLIT, LARGEST_SPLIT);
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < group.files().size(); i++) {
            StoredFile stored = group.files().get(i);
            try (InputFile file = open(storage, stored, group.format(), request.options())) {
                for (FileRange range : ranges(group.format(), file, request.options(), target)) {
                    splits.add(split(splits.size(), group, stored, range, schemas.get(i)));
                }
            }
        }
        return splits;
    }

    private static List<FileRange> ranges(FileFormat format, InputFile file, Options options, long target)
            throws IOException {
        return file.length() == InputFile.UNKNOWN_LENGTH
                ? List.of(FileRange.whole(file))
                : format.split(file, options, target);
    }

    /** Opens a file's content, decompressed. */
    static InputFile open(Storage storage, StoredFile stored, FileFormat format, Options options) throws IOException {
        return decompressed(storage.open(stored), stored, format, options);
    }

    private static InputFile decompressed(InputFile file, StoredFile stored, FileFormat format, Options options) {
        return format.compressesItself()
                ? file
                : FileCompression.decompress(
                        file, options.get(CompressionOptions.READ).of(stored.name()));
    }

    private static Split split(int index, FileGroup group, StoredFile file, FileRange range, Schema schema) {
        Map<String, String> properties = new HashMap<>();
        properties.put("file", file.path());
        properties.put("size", Long.toString(file.size()));
        properties.put("version", file.version());
        properties.put("modified", file.modified().toString());
        properties.put("format", group.format().name());
        properties.put("start", Long.toString(range.start()));
        properties.put("end", Long.toString(range.end()));
        properties.put("schema", FileSchemas.toText(schema));
        String part = range.end() == InputFile.UNKNOWN_LENGTH ? "" : " bytes " + range.start() + "-" + range.end();
        return new Split(index, file.name() + part, properties);
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        Storage storage = storage(request.options());
        StoredFile stored = new StoredFile(
                split.property("file"),
                split.longProperty("size"),
                split.property("version"),
                java.time.Instant.parse(split.property("modified")));
        FileRange range = new FileRange(split.longProperty("start"), split.longProperty("end"));
        Schema schema = FileSchemas.ofText(split.property("schema"));
        FileFormat format = FileFormats.named(split.property("format"));
        // of a compressed file all bytes are fetched
        FileRange fetched = range.end() == InputFile.UNKNOWN_LENGTH ? new FileRange(0, stored.size()) : range;
        try (InputFile file = decompressed(
                storage.open(stored, fetched, request.taskMemory() / 2), stored, format, request.options())) {
            format.read(file, range, schema, request.options(), WideningOutput.of(schema, out));
            storage.open(stored).close(); // fails if the file was changed in the meantime
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw StorageFailures.of(stored.path(), e);
        }
    }

    private static InterruptedException interrupted(ClosedByInterruptException cause) {
        InterruptedException interrupted = new InterruptedException("the read was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }
}
