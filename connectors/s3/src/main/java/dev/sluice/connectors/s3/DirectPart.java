package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.formats.BodyOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A part of a file whose bytes go to the upload of that file at once, under numbers that no other split uses. Its beginning
 * and its end go to an upload of their own: they are looked at, or changed, when the file is put together, and they make up
 * for splits that are too small for a part, since what lies between two runs of such parts is a part itself, for which S3
 * wants {@link UploadedPart#SMALLEST_BYTES}.
 */
final class DirectPart implements StagedOutput {
    private static final int PARTS_PER_SIZE = 12;
    private static final int HEAD = UploadedPart.SMALLEST_BYTES + BodyOutput.LONGEST_HEAD;

    private final String whole;
    private final StagedOutput rest;
    private final PartSender sender;
    private final Body stream = new Body();
    private final int last;
    private int next;
    private long size;
    private long placedEnd;
    private boolean inBody = true;
    private boolean finished;

    /**
     * @param path of the file
     * @param whole the id of its upload
     * @param numbers for parts of it
     * @param hidden where the beginning and the end go
     * @param memory bytes of heap that it may take
     */
    static DirectPart of(
            S3Bucket bucket,
            S3Uploads uploads,
            String path,
            String whole,
            PartNumbers numbers,
            String hidden,
            long memory) {
        return new DirectPart(
                whole,
                numbers,
                // of two parts, which don't have to wait for each other
                S3StagedOutput.of(bucket, uploads, hidden, 4L * UploadedPart.SMALLEST_BYTES),
                new PartSender(bucket, uploads, path, UploadedPart.SMALLEST_BYTES, memory, PARTS_PER_SIZE));
    }

    private DirectPart(String whole, PartNumbers numbers, StagedOutput rest, PartSender sender) {
        this.whole = whole;
        this.rest = rest;
        this.sender = sender;
        this.next = numbers.first();
        this.last = numbers.last();
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public long memory() {
        return rest.memory() + sender.memory();
    }

    private final class Body extends OutputStream implements BodyOutput {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int head = inBody ? Math.clamp(HEAD - size, 0, count) : count;
            rest.stream().write(bytes, offset, head);
            size += head;
            int done = head;
            while (done < count) {
                int room = sender.room();
                if (room > 0) {
                    int now = Math.min(room, count - done);
                    sender.waiting().append(bytes, offset + done, now);
                    done += now;
                    size += now;
                } else if (next < last) {
                    sender.send(whole, next++);
                } else {
                    endBody();
                    rest.stream().write(bytes, offset + done, count - done);
                    size += count - done;
                    return;
                }
            }
        }

        @Override
        public void endBody() throws IOException {
            if (!inBody) {
                return;
            }
            inBody = false;
            PartBuffer waiting = sender.waiting();
            if (waiting.length() >= UploadedPart.SMALLEST_BYTES) {
                sender.flush(whole, next++);
                placedEnd = size;
            } else {
                waiting.stream().transferTo(rest.stream());
                waiting.release();
            }
        }
    }

    @Override
    public StagedFile finish() throws IOException {
        stream.endBody();
        StagedFile others = rest.finish();
        Placed placed = placedEnd == 0 ? Placed.NOTHING : new Placed(HEAD, placedEnd, sender.await());
        finished = true;
        return new StagedUpload(StagedUpload.of(others).upload(), placed).file(others.path(), size);
    }

    @Override
    public void close() throws IOException {
        try (rest) {
            if (!finished) {
                sender.end();
            }
        }
    }
}
