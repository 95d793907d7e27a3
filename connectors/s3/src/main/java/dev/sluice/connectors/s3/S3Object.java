package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** One version of an object, and requests for ranges of it. Thread-safe. */
record S3Object(S3Bucket bucket, StoredFile file) {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** Reads a range, as below. */
    byte[] read(long position, int count) throws InterruptedException {
        byte[] bytes = new byte[count];
        read(position, bytes, 0, count);
        return bytes;
    }

    /**
     * Reads a range; a response that breaks off is continued where it ended.
     *
     * @throws ConnectorException also where the object was replaced since it was found
     */
    void read(long position, byte[] target, int offset, int count) throws InterruptedException {
        int done = 0;
        for (int failures = 0; done < count; ) {
            int before = done;
            try (AbortableInputStream in = get(position + done, position + count)) {
                try {
                    while (done < count) {
                        int read = in.read(target, offset + done, count - done);
                        if (read < 0) {
                            throw new EOFException("the response ended early");
                        }
                        done += read;
                    }
                } catch (IOException e) {
                    in.abort();
                    throw e;
                }
            } catch (AbortedException e) {
                throw cancelled(e);
            } catch (IOException e) {
                failures = done > before ? 1 : failures + 1;
                if (failures == ATTEMPTS) {
                    throw new ConnectorException(
                            ErrorCode.CONNECTION_LOST,
                            file.path() + ": the connection broke at byte " + (position + done) + " (" + e.getMessage()
                                    + ")",
                            e);
                }
                Thread.sleep(FIRST_PAUSE.multipliedBy(1L << failures));
            }
        }
    }

    private static InterruptedException cancelled(AbortedException cause) {
        InterruptedException interrupted = new InterruptedException("the request was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }

    private AbortableInputStream get(long start, long end) {
        return bucket.content()
                .flatMap(content -> content.get(bucket.name(), bucket.key(file.path()), file.version(), start, end))
                .orElseGet(() -> getThroughSdk(start, end));
    }

    private AbortableInputStream getThroughSdk(long start, long end) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.key(file.path()))
                .range("bytes=" + start + "-" + (end - 1))
                .ifMatch(file.version())
                .build();
        try {
            ResponseInputStream<GetObjectResponse> response = bucket.client().getObject(request);
            return AbortableInputStream.create(response, response);
        } catch (AbortedException e) {
            throw e;
        } catch (SdkException e) {
            if (S3Failures.isPreconditionFailed(e) || S3Failures.isNotFound(e)) {
                throw new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        file.path()
                                + ": the file was changed while it was being read; run again once nothing writes to it",
                        e);
            }
            throw S3Failures.of(file.path(), "s3:GetObject", e);
        }
    }
}
