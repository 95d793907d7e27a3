package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.SequentialOutput;
import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.Reach;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.UriMapping;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes files of the local file system. */
public final class LocalFileDestination extends StorageDestination {
    static final Option<String> BASE_PATH = Option.path(
                    "base_path",
                    "The folder to write to, one folder per stream in it; or one file, by its extension; or - for"
                            + " standard output")
            .required();

    private static final String STANDARD_OUTPUT = "-";
    private static final List<Option<?>> OPTIONS =
            Stream.concat(Stream.of(BASE_PATH), commonOptions().stream()).toList();

    private final SequentialOutput standardOutput;

    public LocalFileDestination() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * @param standardOutput what the path {@code -} stands for
     */
    LocalFileDestination(OutputStream standardOutput) {
        this.standardOutput = new SequentialOutput("stdout", standardOutput);
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "local_file",
                "Files of the local file system",
                OPTIONS,
                Set.of(
                        Capability.ATOMIC_COMMIT,
                        Capability.PARALLEL_WRITERS,
                        Capability.STATE_IN_DESTINATION,
                        Capability.APPEND,
                        Capability.LEASE),
                UriMapping.path(BASE_PATH.key(), "file"));
    }

    @Override
    public Reach reach() {
        return Reach.DISK;
    }

    @Override
    public void testConnection(Options options) {
        Path existing = Path.of(location(options)).toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            throw new ConnectorException(ErrorCode.PERMISSION_DENIED, existing + ": this user may not write here");
        }
    }

    @Override
    protected Storage storage(Options options) {
        return new LocalStorage();
    }

    @Override
    protected Options readOptions(Options options, String location) {
        return options.retain(List.of()).with(LocalFileSource.FILE_PATH, List.of(location));
    }

    @Override
    protected String location(Options options) {
        return Path.of(options.get(BASE_PATH)).toString();
    }

    @Override
    public String place(WriteRequest request) {
        return isStandardOutput(request) ? standardOutput.name() : LocalStorage.realPath(super.place(request));
    }

    @Override
    public Optional<ReadBack> readBack(WriteRequest request) {
        if (isStandardOutput(request)) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "what goes to standard output can't be read again and verified: write to a file, or go without"
                            + " --verify full");
        }
        return super.readBack(request);
    }

    @Override
    public WritePlan plan(WriteRequest request) {
        return isStandardOutput(request) ? standardOutput.plan(request) : super.plan(request);
    }

    @Override
    public List<StoredState> states(WriteRequest request) {
        return isStandardOutput(request) ? List.of() : super.states(request);
    }

    @Override
    public boolean putState(WriteRequest request, String state) {
        if (isStandardOutput(request)) {
            throw new ConnectorException(ErrorCode.UNSUPPORTED, "standard output keeps no state");
        }
        return super.putState(request, state);
    }

    /** Others may write to their own standard output. */
    @Override
    public Lease lease(WriteRequest request, LeaseHolder holder, Duration length) {
        return isStandardOutput(request) ? Lease.NONE : super.lease(request, holder, length);
    }

    @Override
    public WriteHandle begin(WriteRequest request) {
        return isStandardOutput(request) ? standardOutput.begin(request) : super.begin(request);
    }

    @Override
    public CommitToken write(WriteTask task, BatchInput in) throws InterruptedException {
        return isStandardOutput(task.request()) ? standardOutput.write(task, in) : super.write(task, in);
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
        return isStandardOutput(request)
                ? new CommitResult(commit.rows(), List.of())
                : super.commit(request, handle, commit);
    }

    @Override
    public void abort(WriteRequest request, WriteHandle handle) {
        if (!isStandardOutput(request)) {
            super.abort(request, handle);
        }
    }

    private static boolean isStandardOutput(WriteRequest request) {
        return request.options().get(BASE_PATH).equals(STANDARD_OUTPUT);
    }
}
