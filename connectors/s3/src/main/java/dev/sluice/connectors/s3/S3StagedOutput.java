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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A multipart upload, of bytes that are written to it, ranges of other objects, which the server copies, and parts that it
 * has already.
 */
final class S3StagedOutput implements StagedOutput {
    private static final int PARTS_PER_SIZE = 1_000;
    private static final long LARGEST_COPY = 1L << 30;
    private static final int COPY_BUFFER = 256 << 10;

    private final S3Bucket bucket;
    private final S3Uploads uploads;
    private final String path;
    private final boolean ownUpload;
    private final PartSender sender;
    private final OutputStream stream = new Parts();
    private final List<UploadedPart> placed = new ArrayList<>();
    private String id;
    private int next = 1;
    private long size;
    private boolean finished;

    /** Makes an upload of its own, once there is something to upload. */
    static S3StagedOutput of(S3Bucket bucket, S3Uploads uploads, String path, long memory) {
        return new S3StagedOutput(bucket, uploads, path, "", 0, memory);
    }

    /** Goes on with an upload, which stays where this output isn't finished. */
    static S3StagedOutput of(S3Bucket bucket, S3Uploads uploads, String path, String id, long memory) {
        return new S3StagedOutput(bucket, uploads, path, id, UploadedPart.SMALLEST_BYTES, memory);
    }

    private S3StagedOutput(S3Bucket bucket, S3Uploads uploads, String path, String id, int kept, long memory) {
        this.bucket = bucket;
        this.uploads = uploads;
        this.path = path;
        this.id = id;
        this.ownUpload = id.isEmpty();
        this.sender = new PartSender(bucket, uploads, path, kept, memory, PARTS_PER_SIZE);
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public long memory() {
        return sender.memory();
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
                int room = sender.room();
                if (room == 0) {
                    sender.send(id(), next++);
                    continue;
                }
                int now = Math.min(room, count - done);
                sender.waiting().append(bytes, offset + done, now);
                done += now;
            }
            size += count;
        }

        @Override
        public boolean append(InputFile file, long start, long end) throws IOException {
            return switch (file) {
                case S3PartFile part -> appendPart(part, start, end);
                case S3InputFile object -> bucket.holds(object) && copy(object.object(), start, end);
                default -> false;
            };
        }
    }

    private String id() {
        if (id.isEmpty()) {
            id = uploads.create(path);
        }
        return id;
    }

    /** Only what isn't here yet is brought. */
    private boolean appendPart(S3PartFile part, long start, long end) throws IOException {
        Placed here = part.placed();
        if (start > here.start() || end < here.end()) {
            return false;
        }
        byte[] buffer = new byte[COPY_BUFFER];
        RangeOutput.append(part.rest(), start, here.start(), buffer, stream);
        place(here);
        RangeOutput.append(part.rest(), here.start(), end - here.length(), buffer, stream);
        return true;
    }

    /** What was written before makes a part, which is large enough since {@link DirectPart} leaves that much to write. */
    private void place(Placed here) throws IOException {
        if (here.parts().isEmpty()) {
            return;
        }
        if (sender.waiting().length() > 0) {
            sender.flush(id(), next++);
        }
        if (next > here.parts().getFirst().number()) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    path + ": S3 takes too few parts for this file; write several files, into a folder");
        }
        placed.addAll(here.parts());
        next = here.parts().getLast().number() + 1;
        size += here.length();
    }

    /**
     * Has the server copy a range of another object, in parts of its own. What was written before makes a part too, for
     * which it is filled up from the range where it is too small.
     */
    private boolean copy(S3Object source, long start, long end) throws IOException {
        int waiting = sender.waiting().length();
        int filled = waiting == 0 ? 0 : Math.max(0, UploadedPart.SMALLEST_BYTES - waiting);
        if (end - start < filled + UploadedPart.SMALLEST_BYTES) {
            return false;
        }
        try {
            stream.write(source.read(start, filled));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
        if (sender.waiting().length() > 0) {
            sender.flush(id(), next++);
        }
        long from = start + filled;
        size += end - from;
        while (from < end) {
            // the rest of a part would be too small for one
            long count = end - from < LARGEST_COPY + UploadedPart.SMALLEST_BYTES ? end - from : LARGEST_COPY;
            sender.copy(id(), next++, source, from, from + count);
            from += count;
        }
        return true;
    }

    @Override
    public StagedFile finish() throws IOException {
        // an object without bytes is an upload of one empty part
        if (sender.waiting().length() > 0 || next == 1) {
            sender.flush(id(), next++);
        }
        List<UploadedPart> parts = new ArrayList<>(placed);
        parts.addAll(sender.await());
        parts.sort(Comparator.comparingInt(UploadedPart::number));
        finished = true;
        return StagedUpload.of(new Upload(bucket.key(path), id, parts)).file(path, size);
    }

    @Override
    public void close() {
        if (finished || id.isEmpty()) {
            return;
        }
        // the SDK makes no request in a thread that is interrupted
        boolean interrupted = Thread.interrupted();
        try {
            sender.end();
            if (ownUpload) {
                uploads.abort(new Upload(bucket.key(path), id));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
