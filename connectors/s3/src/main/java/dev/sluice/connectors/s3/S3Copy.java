package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Copies objects within the server. */
record S3Copy(S3Bucket bucket, S3Uploads uploads) {
    /** S3 copies no larger object, and takes no larger part, with one request. */
    private static final long LARGEST_REQUEST = 5L << 30;

    private static final long PART = 1L << 30;

    /** Gives the target the source's content in one step, in place of what is there. */
    void copy(StoredFile source, String to) {
        if (source.size() <= LARGEST_REQUEST) {
            bucket.call(
                    to,
                    "s3:PutObject",
                    client -> client.copyObject(request -> request.sourceBucket(bucket.name())
                            .sourceKey(bucket.key(source.path()))
                            .copySourceIfMatch(source.version())
                            .destinationBucket(bucket.name())
                            .destinationKey(bucket.key(to))
                            .serverSideEncryption(bucket.encryption())
                            .ssekmsKeyId(bucket.kmsKeyId())));
        } else {
            copyParts(source, to, PART);
        }
    }

    void copyParts(StoredFile source, String to, long partSize) {
        String id = uploads.create(to);
        boolean done = false;
        try {
            int parts = (int) ((source.size() + partSize - 1) / partSize);
            List<String> etags = new ArrayList<>(java.util.Collections.nCopies(parts, ""));
            Parallel.forEach(bucket.threads(), IntStream.range(0, parts).boxed().toList(), part -> {
                long start = part * partSize;
                long end = Math.min(source.size(), start + partSize);
                String etag = uploads.copy(to, id, part + 1, source, start, end);
                synchronized (etags) {
                    etags.set(part, etag);
                }
            });
            uploads.complete(new Upload(bucket.key(to), id, etags));
            done = true;
        } finally {
            if (!done) {
                uploads.abort(new Upload(bucket.key(to), id, List.of()));
            }
        }
    }
}
