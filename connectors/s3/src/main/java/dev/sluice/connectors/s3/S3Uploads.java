package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Leftover;
import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StoredFile;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Multipart uploads: begun, filled, completed, given up, and found again after a crash. Thread-safe. */
record S3Uploads(S3Bucket bucket, S3Listing listing) {
    private static final String ACTION = "s3:PutObject";
    private static final String ABORT = "s3:AbortMultipartUpload";

    /** Begins an upload and returns its id. */
    String create(String path) {
        return bucket.call(
                path,
                ACTION,
                client -> client.createMultipartUpload(request -> request.bucket(bucket.name())
                                .key(bucket.key(path))
                                .serverSideEncryption(bucket.encryption())
                                .ssekmsKeyId(bucket.kmsKeyId()))
                        .uploadId());
    }

    /**
     * Uploads a part and returns its ETag.
     *
     * @param number from 1
     * @param content gives the bytes from the beginning each time: a retry reads them again
     */
    String put(String path, String id, int number, long length, Supplier<InputStream> content) {
        return bucket.content()
                .flatMap(requests -> requests.put(bucket.name(), bucket.key(path), id, number, length, content))
                .orElseGet(() -> putThroughSdk(path, id, number, length, content));
    }

    private String putThroughSdk(String path, String id, int number, long length, Supplier<InputStream> content) {
        RequestBody body = RequestBody.fromContentProvider(content::get, length, "application/octet-stream");
        return bucket.call(
                path,
                ACTION,
                client -> client.uploadPart(
                                request -> request.bucket(bucket.name())
                                        .key(bucket.key(path))
                                        .uploadId(id)
                                        .partNumber(number)
                                        .contentLength(length),
                                body)
                        .eTag());
    }

    /** Takes a part from an object that is there already, without its bytes passing through here; returns the ETag. */
    String copy(String path, String id, int number, StoredFile source, long start, long end) {
        return bucket.call(
                path,
                ACTION,
                client -> client.uploadPartCopy(request -> request.sourceBucket(bucket.name())
                                .sourceKey(bucket.key(source.path()))
                                .copySourceIfMatch(source.version())
                                .copySourceRange("bytes=" + start + "-" + (end - 1))
                                .destinationBucket(bucket.name())
                                .destinationKey(bucket.key(path))
                                .uploadId(id)
                                .partNumber(number))
                        .copyPartResult()
                        .eTag());
    }

    /** Shows an upload as an object; false where there is no such upload any more. */
    boolean complete(Upload upload) {
        return bucket.find(
                        bucket.path(upload.key()),
                        ACTION,
                        client -> client.completeMultipartUpload(request -> request.bucket(bucket.name())
                                .key(upload.key())
                                .uploadId(upload.id())
                                .multipartUpload(parts -> parts.parts(upload.completed()))))
                .isPresent();
    }

    /** Whether an upload that has parts can still be completed. */
    boolean isOpen(Upload upload) {
        return bucket.find(
                        bucket.path(upload.key()),
                        "s3:ListMultipartUploadParts",
                        client -> client.listParts(request -> request.bucket(bucket.name())
                                .key(upload.key())
                                .uploadId(upload.id())
                                .maxParts(1)))
                // some servers list no parts for what they don't know
                .filter(found -> !found.parts().isEmpty())
                .isPresent();
    }

    /** Gives an upload up. Nothing happens where there is none. */
    void abort(Upload upload) {
        if (!upload.id().isEmpty()) {
            bucket.find(
                    bucket.path(upload.key()),
                    ABORT,
                    client -> client.abortMultipartUpload(request ->
                            request.bucket(bucket.name()).key(upload.key()).uploadId(upload.id())));
        }
    }

    /** Fails where uploads may not be begun, or not be given up. */
    void test(String path) {
        abort(new Upload(bucket.key(path), create(path)));
    }

    /** Our uploads to a folder, and the hidden objects in it from which single files are made. */
    List<Leftover> staged(String folder) {
        String prefix = bucket.keyPrefix(folder);
        List<Leftover> staged = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (StoredFile hidden : listing.withPrefix(folder, prefix + Storage.HIDDEN_PREFIX, false)) {
            String key = bucket.key(hidden.path());
            StagedKey.of(key).ifPresent(own -> {
                staged.add(leftover(own, new Upload(key, ""), hidden.modified()));
                targets.add(own.target());
            });
        }
        List<MultipartUpload> open = open(folder, prefix);
        for (MultipartUpload upload : open) {
            StagedKey.of(upload.key()).ifPresent(own -> {
                staged.add(leftover(own, new Upload(upload.key(), upload.uploadId()), upload.initiated()));
                targets.add(own.target());
            });
        }
        // a large file gets its name by an upload to that name, which is ours where its hidden parts lie beside it
        for (MultipartUpload upload : open) {
            if (StagedKey.of(upload.key()).isEmpty() && targets.contains(upload.key())) {
                Upload naming = new Upload(upload.key(), upload.uploadId());
                StagedFile file = StagedUpload.of(naming).file(bucket.path(upload.key()), 0);
                staged.add(new Leftover(file, Leftover.UNKNOWN, upload.initiated()));
            }
        }
        return staged;
    }

    private Leftover leftover(StagedKey own, Upload upload, Instant since) {
        return new Leftover(StagedUpload.of(upload).file(bucket.path(own.target()), 0), own.stager(), since);
    }

    private List<MultipartUpload> open(String folder, String prefix) {
        return bucket.call(folder, "s3:ListBucketMultipartUploads", client -> {
            List<MultipartUpload> open = new ArrayList<>();
            client.listMultipartUploadsPaginator(request ->
                            request.bucket(bucket.name()).prefix(prefix).encodingType(EncodingType.URL))
                    .uploads()
                    .forEach(open::add);
            return open;
        });
    }
}
