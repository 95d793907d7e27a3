package dev.sluice.connectors.s3;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the parts of a multipart upload in threads of their own while the next one is filled. Their size doubles every so
 * many parts, as far as the memory goes, so that S3's 10,000 parts make a large file. Not thread-safe.
 */
final class PartSender {
    private static final int USUAL_PART = 8 << 20;
    private static final long MOST_MEMORY = 32 << 20;
    private static final int MOST_DOUBLINGS = 10;
    private static final int COPIES_AT_ONCE = 8;
    private static final int LONGEST_END_SECONDS = 10;
    private static final System.Logger LOG = System.getLogger(PartSender.class.getName());

    private final S3Bucket bucket;
    private final S3Uploads uploads;
    private final String path;
    private final int kept;
    private final long memory;
    private final int firstPart;
    private final int partsPerSize;
    private final Deque<byte[]> freeChunks = new ArrayDeque<>();
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private final List<UploadedPart> arrived = new ArrayList<>();
    private PartBuffer part = new PartBuffer(freeChunks);
    private int sent;

    /** A part that is on its way. */
    private record Sent(PartBuffer part, int number, Future<String> etag) {}

    /**
     * @param path of the object
     * @param kept how many bytes wait for more to come: then the last part is at least as large
     * @param memory bytes of heap that it may take
     * @param partsPerSize after how many parts they become larger
     */
    PartSender(S3Bucket bucket, S3Uploads uploads, String path, int kept, long memory, int partsPerSize) {
        this.bucket = bucket;
        this.uploads = uploads;
        this.path = path;
        this.kept = kept;
        this.memory = Math.clamp(memory / 2, UploadedPart.SMALLEST_BYTES, MOST_MEMORY);
        this.firstPart = Math.clamp(this.memory / 2, UploadedPart.SMALLEST_BYTES, USUAL_PART);
        this.partsPerSize = partsPerSize;
    }

    /** How much heap it takes, in bytes. */
    long memory() {
        return memory + kept;
    }

    /** The bytes that wait to be sent. */
    PartBuffer waiting() {
        return part;
    }

    /** How many more bytes may wait before some are to be sent. */
    int room() {
        return partSize() + kept - part.length();
    }

    private int partSize() {
        int doublings = Math.min(sent / partsPerSize, MOST_DOUBLINGS);
        long size = Math.min(memory, (long) firstPart << doublings);
        return (int) (size - size % PartBuffer.CHUNK);
    }

    /** Sends a part of the usual size, once there is no more room. */
    void send(String id, int number) throws IOException {
        PartBuffer full = part;
        part = full.splitOff(partSize());
        put(id, number, full);
    }

    /** Sends all that waits. */
    void flush(String id, int number) throws IOException {
        PartBuffer full = part;
        part = new PartBuffer(freeChunks);
        put(id, number, full);
    }

    /** Sends a part on its way, and waits until there is memory for the next one. */
    private void put(String id, int number, PartBuffer full) throws IOException {
        submit(number, full, () -> uploads.put(path, id, number, full.length(), full::stream));
        while (inFlight.stream().mapToLong(each -> each.part.length()).sum() + partSize() > memory) {
            awaitOldest();
        }
    }

    /** Has the server take a part from another object. */
    void copy(String id, int number, S3Object source, long start, long end) throws IOException {
        submit(number, new PartBuffer(freeChunks), () -> uploads.copy(path, id, number, source.file(), start, end));
        while (inFlight.size() > COPIES_AT_ONCE) {
            awaitOldest();
        }
    }

    private void submit(int number, PartBuffer content, Callable<String> request) {
        if (number > UploadedPart.MOST) {
            throw new ConnectorException(
                    ErrorCode.OUT_OF_MEMORY,
                    path + ": " + UploadedPart.MOST
                            + " parts, which is all that S3 takes, are too few for this file with parts of "
                            + (memory >> 20) + " MB; write several files, or raise --max-memory");
        }
        sent++;
        inFlight.add(new Sent(content, number, bucket.threads().submit(request)));
    }

    private void awaitOldest() throws IOException {
        Sent oldest = inFlight.element();
        try {
            arrived.add(new UploadedPart(oldest.number, oldest.etag.get()));
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

    /** Waits for all parts that were sent, and returns them in the order of sending. */
    List<UploadedPart> await() throws IOException {
        while (!inFlight.isEmpty()) {
            awaitOldest();
        }
        return List.copyOf(arrived);
    }

    /** Waits a little for what is on its way: a part that arrives after an upload was given up would stay. */
    void end() {
        for (Sent each : inFlight) {
            try {
                each.etag.get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | TimeoutException e) {
                each.etag.cancel(true);
            } catch (ExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "a part that isn't wanted any more", e);
            }
        }
    }
}
