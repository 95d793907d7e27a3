package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
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
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What becomes of files of one stream whose columns differ. */
    public enum FileSchemas {
        /** They are put together by name. */
        MERGE,
        /** They are refused. */
        SAME
    }

    public static final Option<FileSchemas> FILE_SCHEMAS = Option.choice(
                    "file_schemas",
                    "Whether files of one stream with other columns are merged by name, or all must have the same",
                    FileSchemas.class)
            .defaultValue(FileSchemas.MERGE);

    /** What the last discovery found: the plan of its streams' splits goes by the same files, found once. */
    private volatile Found found = new Found(null, Map.of());

    private record Found(Options options, Map<StreamName, FileGroup> groups) {}

    /** Opens the storage; cheap, and done anew for every call. */
    protected abstract Storage storage(Options options);

    /** The files, folders or globs to read; at least one. */
    protected abstract List<String> locations(Options options);

    /** The options that every such source has, without those that say where the files are. */
    protected static List<Option<?>> commonOptions() {
        List<Option<?>> own = List.of(FormatOptions.FORMAT, GLOB_PATTERN, STREAM_PER, FILE_SCHEMAS);
        return Stream.of(own, AddedColumns.OPTIONS, FormatOptions.read())
                .<Option<?>>flatMap(List::stream)
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
            throw failure(options, e);
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
            Map<StreamName, FileGroup> groups = new HashMap<>();
            // streams of the same columns share one schema, which counts where there are thousands
            Map<Schema, Schema> schemas = new HashMap<>();
            List<CatalogStream> streams = new ArrayList<>();
            for (FileGroup group : groups(storage, options)) {
                Schema schema = schema(storage, group, options);
                groups.put(group.name(), group);
                streams.add(CatalogStream.of(
                        group.name(), CatalogStream.Kind.FILES, schemas.computeIfAbsent(schema, same -> same)));
            }
            found = new Found(options, groups);
            return new Catalog(streams);
        } catch (IOException e) {
            throw failure(options, e);
        }
    }

    /** The paths of a stream's files. */
    protected final List<String> files(Options options, StreamName stream) {
        try {
            return group(storage(options), options, stream).files().stream()
                    .map(StoredFile::path)
                    .toList();
        } catch (IOException e) {
            throw failure(options, e);
        }
    }

    private static Schema schema(Storage storage, FileGroup group, Options options) throws IOException {
        SchemaMerge merge = new SchemaMerge(group.format(), options.get(FILE_SCHEMAS) == FileSchemas.SAME);
        for (StoredFile stored : group.files()) {
            try (InputFile file = FileContent.open(storage, stored, group.format(), options)) {
                merge.add(stored, group.format().readSchema(file, options));
            }
        }
        if (merge.schema().size() == 0) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    group.files().getFirst().path()
                            + ": there is no record to tell the columns from; declare them in column_types");
        }
        if (group.format().infersTypes()) {
            String place = group.files().getFirst().path();
            InferenceOptions.requireKnown(place, options, merge.schema().names());
        }
        return AddedColumns.addTo(merge, group, options);
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        Options options = request.options();
        Storage storage = storage(options);
        try {
            boolean whole = request.schema().fields().stream()
                    .anyMatch(field -> field.nativeType().equals(AddedColumns.ROW_NUMBER));
            FileGroup all = group(storage, options, request.stream().name());
            if (request.increment() == null) {
                // incremental runs go by what is there, and forget what went away
                all.requireWhole();
            }
            Optional<NewFiles> news = Optional.ofNullable(request.increment())
                    .map(increment -> NewFiles.of(all, increment, storage::absolute));
            FileGroup group = news.map(found -> all.withFiles(found.files())).orElse(all);
            List<Split> splits = FileSplits.of(storage, group, options, request.parallelism(), whole);
            List<String> notes = new ArrayList<>(news.map(NewFiles::notes).orElse(List.of()));
            if (options.get(STREAM_PER) == StreamPer.ALL) {
                // rows that are left out of a stream don't show, streams that are left out do
                notes.addAll(new FileSelection(storage, locations(options), options).notes());
            }
            return new FilePlan(
                    splits,
                    notes,
                    news.map(NewFiles::position),
                    FilePlan.fingerprint(request, group.files(), splits, commonOptions()));
        } catch (IOException e) {
            throw failure(options, e);
        }
    }

    private FileGroup group(Storage storage, Options options, StreamName stream) throws IOException {
        Found last = found;
        if (last.options() == options && last.groups().containsKey(stream)) {
            return last.groups().get(stream);
        }
        return groups(storage, options).stream()
                .filter(group -> group.name().equals(stream))
                .findFirst()
                .orElseThrow(() -> new ConnectorException(ErrorCode.STREAM_NOT_FOUND, stream + ": its files are gone"));
    }

    private ConnectorException failure(Options options, IOException cause) {
        return StorageFailures.of(String.join(", ", locations(options)), cause);
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        Storage storage = storage(request.options());
        FileFormat format = FileFormats.named(FileSplits.format(split));
        for (FilePart part : FileSplits.parts(split)) {
            read(storage, format, part, request, out);
        }
    }

    private static void read(Storage storage, FileFormat format, FilePart part, ReadRequest request, BatchOutput out)
            throws InterruptedException {
        Schema stream = request.stream().schema();
        Options options = request.options();
        try (InputFile file = FileContent.open(storage, part, format, options, request.taskMemory() / 2)) {
            Schema columns = format.columns(file, stream, options);
            BatchOutput output = StreamOutput.of(part.file(), columns, stream, out);
            format.read(file, part.rangeOf(file), columns, options, output);
            storage.open(part.file()).close(); // fails if the file was changed in the meantime
        } catch (ClosedByInterruptException e) {
            throw StorageFailures.interrupted(e);
        } catch (IOException e) {
            throw unlessChanged(storage, part, StorageFailures.of(part.file().path(), e));
        } catch (ConnectorException e) {
            throw e.code().category() == ErrorCode.Category.DATA ? unlessChanged(storage, part, e) : e;
        }
    }

    /** What is wrong with a file that was changed while it was read, such as a record that ends early, is that it was. */
    private static ConnectorException unlessChanged(Storage storage, FilePart part, ConnectorException failure) {
        try {
            storage.open(part.file()).close();
        } catch (ConnectorException changed) {
            changed.addSuppressed(failure);
            return changed;
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
