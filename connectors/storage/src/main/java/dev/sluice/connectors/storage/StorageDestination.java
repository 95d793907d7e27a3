package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes files of any format to any storage; a subclass says which storage, and where in it. */
public abstract class StorageDestination extends DestinationConnector {
    public static final Option<Boolean> OVERWRITE = Option.bool(
                    "overwrite",
                    "Whether files that are there may be replaced; otherwise they are left and the run fails")
            .defaultValue(false);

    private static final String SUFFIX = "suffix";
    private static final String FILES = "files";
    /** The handle's property that is there where the run has a lease. */
    private static final String LEASED = "leased";

    /** Of runs in this process, by run and file; elsewhere commits do without. */
    private final Map<String, Optional<EarlyJoin>> joins = new ConcurrentHashMap<>();

    /** Opens the storage; cheap, and done anew for every call. */
    protected abstract Storage storage(Options options);

    /** The file or folder to write to. */
    protected abstract String location(Options options);

    /** The options by which the source of the same storage finds a place; how files are read isn't said yet. */
    protected abstract Options readOptions(Options options, String location);

    /** The options that every such destination has, without those that say where the files go. */
    protected static List<Option<?>> commonOptions() {
        List<Option<?>> own = List.of(FormatOptions.FORMAT, OVERWRITE);
        return Stream.of(own, OutputLayout.OPTIONS, FormatOptions.write())
                .<Option<?>>flatMap(List::stream)
                .toList();
    }

    private FileTarget target(Storage storage, WriteRequest request) throws IOException {
        return FileTarget.of(storage, location(request.options()), request.target(), request.options());
    }

    @Override
    public String place(WriteRequest request) {
        try {
            return target(storage(request.options()), request).describe();
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    @Override
    public WritePlan plan(WriteRequest request) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            OutputLayout layout = OutputLayout.of(request.options());
            layout.check(target, request.schema());
            // an interrupted commit is brought to an end by begin, and only then is it clear what is there
            boolean interrupted = Journal.read(storage, target.folder()).isPresent();
            if (target.isFile() || !interrupted) {
                requireFree(storage, target, request);
            }
            List<String> notes = new ArrayList<>();
            List<WritePlan.ColumnPlan> columns = request.schema().fields().stream()
                    .map(field -> layout.partitionBy().contains(field.name())
                            ? new WritePlan.ColumnPlan(field.name(), field.type(), "folder", "")
                            : column(target, field))
                    .toList();
            if (!target.isFile() && !interrupted) {
                Optional<Manifest> manifest = new FolderPublisher(storage, target).manifest();
                FolderForm.requireSame(target, manifest, request);
                Schema accepted = new WritePlan(columns, List.of(), "", List.of()).accepted(request.schema());
                FolderColumns changes = FolderColumns.of(target, manifest, request, accepted);
                notes.addAll(changes.notes());
                columns = without(changes.dropped(), columns, request.schema());
                layout.check(target, new WritePlan(columns, List.of(), "", List.of()).accepted(request.schema()));
            }
            return new WritePlan(
                    columns,
                    List.of("write " + (target.isFile() ? target.file() : parts(target, layout))),
                    publication(storage, target),
                    notes);
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    private static List<WritePlan.ColumnPlan> without(
            Set<String> dropped, List<WritePlan.ColumnPlan> columns, Schema schema) {
        return IntStream.range(0, schema.size())
                .mapToObj(i -> dropped.contains(schema.field(i).name())
                        ? WritePlan.ColumnPlan.dropped(schema.field(i))
                        : columns.get(i))
                .toList();
    }

    private static String publication(Storage storage, FileTarget target) {
        if (storage.stagesInPlace()) {
            return target.isFile()
                    ? "one upload of the whole file"
                    : "uploads completed by a journal, then the manifest";
        }
        return target.isFile() ? "one rename of the whole file" : "renames by a journal, then the manifest";
    }

    private static String parts(FileTarget target, OutputLayout layout) {
        String folders =
                layout.partitionBy().stream().map(name -> "/" + name + "=*").collect(Collectors.joining());
        return target.folder() + folders + "/part-*." + target.extension();
    }

    private static WritePlan.ColumnPlan column(FileTarget target, Field field) {
        Type accepted = target.format().accepted(field.type());
        return new WritePlan.ColumnPlan(
                field.name(), accepted, target.format().nativeType(accepted), loss(target.format(), field.type()));
    }

    /** What a column loses, by itself or in what is nested in it. */
    private static String loss(FileFormat format, Type type) {
        Stream<Type> nested = Type.isNested(format.accepted(type)) ? Type.children(type).stream() : Stream.empty();
        return Stream.concat(Stream.of(format.loss(type)), nested.map(child -> loss(format, child)))
                .filter(loss -> !loss.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static void requireFree(Storage storage, FileTarget target, WriteRequest request) throws IOException {
        if (request.mode() == WriteMode.MERGE) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    target.describe()
                            + ": files can't be merged into; use 'write_mode: append' and let readers take the newest"
                            + " row of a key, 'write_mode: overwrite' to write all rows anew, or a database");
        }
        boolean overwrite = request.options().get(OVERWRITE);
        if (target.isFile()) {
            SingleFilePublisher file = new SingleFilePublisher(storage, target);
            if (request.mode() == WriteMode.APPEND) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        target.file()
                                + ": nothing can be appended to one file; give a folder as base_path, and a format");
            }
            if (file.isOccupied() && !overwrite) {
                throw file.occupied();
            }
        } else if (request.mode() == WriteMode.OVERWRITE) {
            FolderPublisher folder = new FolderPublisher(storage, target);
            if (folder.present().isEmpty()) {
                return;
            }
            if (!overwrite) {
                throw new ConnectorException(
                        ErrorCode.TARGET_EXISTS,
                        target.folder()
                                + ": the folder holds files; set 'overwrite: true' (--overwrite) to replace them,"
                                + " or 'write_mode: append' to add to them");
            }
            folder.requireOwnFiles();
        }
    }

    @Override
    public List<StoredState> states(WriteRequest request) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            return target.isFile() ? List.of() : new FolderStates(new FolderPublisher(storage, target)).all();
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    @Override
    public Optional<ReadBack> readBack(WriteRequest request) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            Options place = readOptions(request.options(), target.describe());
            Map<String, Object> folder = target.isFile()
                    ? Map.of()
                    : new FolderPublisher(storage, target)
                            .manifest()
                            .map(Manifest::schema)
                            .orElse(Map.of());
            return Optional.of(WrittenForm.of(target, request).readBack(place, folder));
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    @Override
    public boolean putState(WriteRequest request, String state) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            if (target.isFile()) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED, target.file() + ": one file keeps no state; only folders do");
            }
            new FolderStates(new FolderPublisher(storage, target)).put(request, state);
            return true;
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    /** What the age of leftovers is reckoned from. */
    protected Instant now() {
        return Instant.now();
    }

    @Override
    public Lease lease(WriteRequest request, LeaseHolder holder, Duration length) {
        Storage storage = storage(request.options());
        try {
            return StorageLease.take(new LeaseFile(storage, target(storage, request), request), holder, length);
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    @Override
    public WriteHandle begin(WriteRequest request) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            boolean leased = new LeaseFile(storage, target, request).isTaken();
            if (target.isFile()) {
                requireFree(storage, target, request);
                SingleFilePublisher file = new SingleFilePublisher(storage, target);
                file.recover(request, now());
                return handle("", leased, List.of(), file.begin(request));
            }
            FolderPublisher folder = new FolderPublisher(storage, target);
            List<String> notes = folder.recover(request, now());
            requireFree(storage, target, request);
            Optional<Manifest> manifest = folder.manifest();
            FolderForm.requireSame(target, manifest, request);
            FolderColumns columns = FolderColumns.of(target, manifest, request, request.schema());
            if (!columns.dropped().isEmpty()) {
                throw new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        target.folder() + ": its columns changed after this run was planned; run again");
            }
            // a name that a manifest lists, or a reader may know, is never given to another content
            boolean alone =
                    request.mode() == WriteMode.OVERWRITE && folder.present().isEmpty();
            String suffix = alone ? "" : "-" + request.runId();
            if (storage.stagesInPlace()) {
                suffix = "-" + Stager.of(request).inName();
            }
            return handle(suffix, leased, notes, Map.of());
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    private static WriteHandle handle(String suffix, boolean leased, List<String> notes, Map<String, String> ofFile) {
        Map<String, String> properties = new HashMap<>(ofFile);
        properties.put(SUFFIX, suffix);
        if (leased) {
            properties.put(LEASED, "");
        }
        return new WriteHandle(properties, List.of(), notes);
    }

    @Override
    public CommitToken write(WriteTask task, BatchInput in) throws InterruptedException {
        WriteRequest request = task.request();
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            OutputLayout layout = OutputLayout.of(request.options());
            Schema inFiles = Schema.of(Arrays.stream(layout.fileColumns(in.schema()))
                    .mapToObj(in.schema()::field)
                    .toList());
            String suffix = task.handle().property(SUFFIX);
            try (TaskFiles files = new TaskFiles(storage, target, layout, task, inFiles, suffix)) {
                RowsWriter writer = layout.isPartitioned()
                        ? new PartitionedWriter(files, layout, in.schema(), request.taskMemory())
                        : new SequentialWriter(files, request.taskMemory());
                for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                    writer.write(batch);
                }
                writer.finish(task.split() == 0);
                List<WrittenFile> written = files.complete();
                if (target.isFile()) {
                    joinEarly(storage, target, task, written);
                }
                return token(task, written);
            }
        } catch (ClosedByInterruptException e) {
            throw StorageFailures.interrupted(e);
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    @Override
    public void release(WriteRequest request) {
        String ofRun = request.runId() + " ";
        joins.keySet().stream()
                .filter(key -> key.startsWith(ofRun))
                .forEach(key -> Optional.ofNullable(joins.remove(key))
                        .flatMap(join -> join)
                        .ifPresent(EarlyJoin::cancel));
    }

    private void joinEarly(Storage storage, FileTarget target, WriteTask task, List<WrittenFile> written) {
        WriteRequest request = task.request();
        joins.computeIfAbsent(
                        request.runId() + " " + target.file(),
                        key -> new SingleFilePublisher(storage, target).joinEarly(request, task.handle()))
                .ifPresent(join -> join.add(
                        task.split(), written.stream().map(WrittenFile::staged).toList()));
    }

    private Optional<EarlyJoin> endEarlyJoin(FileTarget target, WriteRequest request) {
        Optional<EarlyJoin> join = joins.remove(request.runId() + " " + target.file());
        return join == null ? Optional.empty() : join;
    }

    private static CommitToken token(WriteTask task, List<WrittenFile> files) {
        long rows = files.stream().mapToLong(WrittenFile::rows).sum();
        long bytes = files.stream().mapToLong(file -> file.staged().size()).sum();
        return CommitToken.of(task, rows, bytes, Map.of(FILES, WrittenFile.toText(files)));
    }

    private static List<WrittenFile> written(Commit commit) {
        return commit.accepted().stream()
                .flatMap(token -> WrittenFile.ofText(token.properties().get(FILES)).stream())
                .toList();
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            boolean leased = handle.properties().containsKey(LEASED);
            Fence fence = leased ? new LeaseFile(storage, target, request) : Fence.NONE;
            // what a run that lost its lease had staged may be gone: that is no failure of its own then
            fence.requireHeld();
            return target.isFile()
                    ? commitFile(storage, target, request, handle, commit, fence)
                    : new FolderPublisher(storage, target).commit(request, commit, written(commit), fence);
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }

    private CommitResult commitFile(
            Storage storage, FileTarget target, WriteRequest request, WriteHandle handle, Commit commit, Fence fence)
            throws IOException {
        List<StagedFile> parts =
                written(commit).stream().map(WrittenFile::staged).toList();
        Optional<EarlyJoin> early = endEarlyJoin(target, request);
        Optional<StagedFile> joined = early.isPresent() ? early.get().finish(parts) : Optional.empty();
        try {
            return new SingleFilePublisher(storage, target).commit(request, handle, commit, parts, joined, fence);
        } catch (IOException | RuntimeException e) {
            storage.discard(joined.stream().toList());
            throw e;
        }
    }

    @Override
    public void abort(WriteRequest request, WriteHandle handle) {
        Storage storage = storage(request.options());
        try {
            FileTarget target = target(storage, request);
            if (target.isFile()) {
                endEarlyJoin(target, request).ifPresent(EarlyJoin::cancel);
                new SingleFilePublisher(storage, target).abort(request, handle);
            } else {
                new FolderPublisher(storage, target).abort(request);
            }
        } catch (IOException e) {
            throw StorageFailures.of(location(request.options()), e);
        }
    }
}
