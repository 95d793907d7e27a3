package dev.sluice.engine.run;

import dev.sluice.engine.cast.Cast;
import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.time.Duration;
import java.util.List;

/**
 * One attempt at one split: a reader thread and a writer, which is the calling thread, with a channel between them.
 * Whichever fails first ends the other.
 */
final class TaskAttempt {
    private static final Duration READER_END = Duration.ofSeconds(30);

    private final SourceConnector source;
    private final ReadRequest read;
    private final Split split;
    private final DestinationConnector destination;
    private final WriteTask write;
    private final ColumnMapping mapping;
    private final RowCounter progress;
    private final AttemptErrors errors;
    private final AttemptSync sync;
    private final RunVerification.Sent sent;
    private final Channel channel;
    private final Thread writer = Thread.currentThread();
    private volatile Throwable readFailure;
    private long rowsRead;
    private long bytesRead;

    TaskAttempt(
            SourceConnector source,
            ReadRequest read,
            Split split,
            DestinationConnector destination,
            WriteTask write,
            ColumnMapping mapping,
            RowCounter progress,
            AttemptErrors errors,
            AttemptSync sync,
            RunVerification.Sent sent,
            long channelBytes) {
        this.source = source;
        this.read = read;
        this.split = split;
        this.destination = destination;
        this.write = write;
        this.mapping = mapping;
        this.progress = progress;
        this.errors = errors;
        this.sync = sync;
        this.sent = sent;
        this.channel = new Channel(channelBytes);
    }

    /**
     * Runs the attempt.
     *
     * @return the token: this attempt's, or an earlier one's whose success we hadn't been told of
     * @throws Exception the first failure of either side; InterruptedException where the run was cancelled
     */
    CommitToken run() throws Exception {
        Thread reader =
                Thread.ofPlatform().name("read-" + split.index()).daemon().start(this::readAll);
        CommitToken token;
        try {
            token = destination.write(write, new Input());
        } catch (Throwable e) {
            // what it fails with from now on comes of its being ended
            Throwable first = readFailure;
            channel.close();
            reader.interrupt();
            awaitEnd(reader);
            progress.read(-rowsRead, -bytesRead);
            sync.undo();
            if (first != null && !(first instanceof InterruptedException)) {
                throw asException(first);
            }
            throw asException(e);
        }
        channel.close();
        awaitEnd(reader);
        return token;
    }

    /**
     * What there is to tell of this attempt, which staged what the token says.
     *
     * @throws ConnectorException VERIFICATION_FAILED where that isn't what was read and not set aside
     */
    TaskResult result(CommitToken token) {
        if (token.rows() + errors.rejectedByWriter() != rowsRead) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "read " + rowsRead + " rows of " + split.description() + " but staged " + token.rows());
        }
        return new TaskResult(token, rowsRead, bytesRead, sync.result(), errors.nulled(), sent, List.of());
    }

    private static Exception asException(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError e ->
                new ConnectorException(
                        ErrorCode.OUT_OF_MEMORY,
                        "the memory budget is used up; raise --max-memory, or lower --parallelism or batch_size",
                        e);
            case Exception e -> e;
            default -> new IllegalStateException(failure);
        };
    }

    /** Waits although this thread may be interrupted; by the reader, whose interrupt has then done its work, or by a cancel. */
    private void awaitEnd(Thread reader) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + READER_END.toNanos();
        while (reader.isAlive()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("the read of " + split.description() + " did not end within "
                        + READER_END.toSeconds() + " s after it was told to");
            }
            try {
                reader.join(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        interrupted |= Thread.interrupted();
        if (interrupted && readFailure == null) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() {
        try {
            Output output = new Output();
            source.read(read, split, output);
            output.flush();
            channel.complete();
        } catch (Throwable e) {
            readFailure = e;
            channel.close();
            // The writer may be waiting for its own system rather than for the channel.
            if (!(e instanceof InterruptedException)) {
                writer.interrupt();
            }
        }
    }

    private final class Output extends BatchOutput {
        private final List<Cast> casts = mapping.isIdentity() ? List.of() : mapping.casts();
        private long rowsSeen;

        Output() {
            super(read.schema(), read.batchSize());
        }

        @Override
        public void emit(RecordBatch batch) throws InterruptedException {
            if (batch.rowCount() == 0) {
                return;
            }
            RecordBatch fresh = sync.sift(batch);
            if (fresh.rowCount() == 0) {
                rowsSeen += batch.rowCount();
                return;
            }
            RecordBatch written = mapping.isIdentity()
                    ? fresh
                    : mapping.apply(fresh, casts, new CastErrors(errors, split.description(), fresh, rowsSeen));
            rowsSeen += batch.rowCount();
            if (written.rowCount() == 0) {
                return;
            }
            if (sent != null) {
                sent.add(written);
            }
            long bytes = fresh.sizeInBytes();
            channel.put(written);
            rowsRead += written.rowCount();
            bytesRead += bytes;
            progress.read(written.rowCount(), bytes);
        }

        @Override
        public RowErrors rowErrors() {
            return errors;
        }
    }

    private final class Input implements BatchInput {
        @Override
        public RowErrors rowErrors() {
            return errors.ofWriter();
        }

        @Override
        public Schema schema() {
            return mapping.written();
        }

        @Override
        public RecordBatch next() throws InterruptedException {
            RecordBatch batch = channel.take();
            if (batch != null) {
                progress.taken(batch.rowCount());
            }
            return batch;
        }
    }
}
