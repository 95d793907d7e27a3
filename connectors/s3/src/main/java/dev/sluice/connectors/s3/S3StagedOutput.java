package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A multipart upload whose parts go out while the next ones are filled. Their size doubles every thousand parts, as far as
 * the memory goes, so that S3's 10,000 parts make a large file.
 */
final class S3StagedOutput implements StagedOutput {
    /** S3 takes no smaller part but the last. */
    static final int SMALLEST_PART = 5 << 20;

    private static final int USUAL_PART = 8 << 20;
    private static final long MOST_MEMORY = 32 << 20;
    private static final int MAX_PARTS = 10_000;
    private static final int PARTS_PER_SIZE = 1_000;
    private static final long LARGEST_COPY = 1L << 30;
    private static final int COPIES_AT_ONCE = 8;
    private static final int LONGEST_END_SECONDS = 10;
    private static final System.Logger LOG = System.getLogger(S3StagedOutput.class.getName());

    private final S3Bucket bucket;
    private final S3Uploads uploads;
    private final String path;
    private final long memory;
    private final int firstPart;
    private final Deque<byte[]> freeChunks = new ArrayDeque<>();
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private final List<String> etags = new ArrayList<>();
    private final OutputStream stream = new Parts();
    private PartBuffer part = new PartBuffer(freeChunks);
    private String id = "";
    private int sent;
    private long size;
    private boolean finished;

    /** A part that is on its way. */
    private record Sent(PartBuffer part, Future<String> etag) {}

    S3StagedOutput(S3Bucket bucket, S3Uploads uploads, String path, long memory) {
        this.bucket = bucket;
        this.uploads = uploads;
        this.path = path;
        this.memory = Math.clamp(memory / 2, SMALLEST_PART, MOST_MEMORY);
        this.firstPart = Math.clamp(this.memory / 2, SMALLEST_PART, USUAL_PART);
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public long memory() {
        return memory;
    }

    private final class Parts extends OutputStream implements RangeOutput {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int room = partSize() - part.length();
                if (room == 0) {
                    send();
                    continue;
                }
                int now = Math.min(room, count - done);
                part.append(bytes, offset + done, now);
                done += now;
            }
            size += count;
        }

        @Override
        public boolean append(InputFile file, long start, long end) throws IOException {
            return file instanceof S3InputFile object
                    && object.object().bucket().name().equals(bucket.name())
                    && copy(object.object(), start, end);
        }
    }

    /**
     * Has the server copy a range of another object, in parts of its own. What was written before makes a part too, for
     * which it is filled up from the range where it is too small.
     */
    private boolean copy(S3Object source, long start, long end) throws IOException {
        int filled = part.length() == 0 ? 0 : Math.max(0, SMALLEST_PART - part.length());
        if (end - start < filled + SMALLEST_PART) {
            return false;
        }
        try {
            stream.write(source.read(start, filled));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
        if (part.length() > 0) {
            send();
        }
        long from = start + filled;
        size += end - from;
        while (from < end) {
            // the rest of a part would be too small for one
            long count = end - from < LARGEST_COPY + SMALLEST_PART ? end - from : LARGEST_COPY;
            sendCopy(source, from, from + count);
            from += count;
        }
        return true;
    }

    private void sendCopy(S3Object source, long start, long end) throws IOException {
        beginPart();
        int number = ++sent;
        inFlight.add(new Sent(
                new PartBuffer(freeChunks),
                bucket.threads().submit(() -> uploads.copy(path, id, number, source.file(), start, end))));
        while (inFlight.size() > COPIES_AT_ONCE) {
            awaitOldest();
        }
    }

    private int partSize() {
        int doublings = Math.min(sent / PARTS_PER_SIZE, 10);
        return (int) Math.min(memory, (long) firstPart << doublings);
    }

    private void beginPart() {
        if (sent == MAX_PARTS) {
            throw new ConnectorException(
                    ErrorCode.OUT_OF_MEMORY,
                    path + ": " + MAX_PARTS
                            + " parts, which is all that S3 takes, are too few for this file with parts of "
                            + (memory >> 20) + " MB; write several files, or raise --max-memory");
        }
        if (id.isEmpty()) {
            id = uploads.create(path);
        }
    }

    /** Hands the part over to a thread of its own, once there is memory for the next one. */
    private void send() throws IOException {
        beginPart();
        int number = ++sent;
        PartBuffer full = part;
        inFlight.add(new Sent(
                full, bucket.threads().submit(() -> uploads.put(path, id, number, full.length(), full::stream))));
        part = new PartBuffer(freeChunks);
        while (inFlight.stream().mapToLong(each -> each.part.length()).sum() + partSize() > memory) {
            awaitOldest();
        }
    }

    private void awaitOldest() throws IOException {
        Sent oldest = inFlight.element();
        try {
            etags.add(oldest.etag.get());
            inFlight.remove().part.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorException failure) {
                throw failure;
            }
            throw new IOException(path + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public StagedFile finish() throws IOException {
        // an object without bytes is an upload of one empty part
        if (part.length() > 0 || sent == 0) {
            send();
        }
        while (!inFlight.isEmpty()) {
            awaitOldest();
        }
        finished = true;
        return new StagedFile(path, new Upload(bucket.key(path), id, etags).toText(), size);
    }

    @Override
    public void close() {
        if (finished || id.isEmpty()) {
            return;
        }
        // the SDK makes no request in a thread that is interrupted
        boolean interrupted = Thread.interrupted();
        try {
            inFlight.forEach(this::awaitEnd);
            uploads.abort(new Upload(bucket.key(path), id, List.of()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A part that arrived after the upload was given up would stay. */
    private void awaitEnd(Sent each) {
        try {
            each.etag.get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            each.etag.cancel(true);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a part that isn't wanted any more", e);
        }
    }
}
