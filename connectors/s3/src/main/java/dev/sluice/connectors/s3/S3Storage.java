package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Assembly;
import dev.sluice.connectors.storage.Leftover;
import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.connectors.storage.Stager;
import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket as a place for files. Folders are what keys have in common up to a slash.
 *
 * <p>A file is staged as a multipart upload of its key, which no listing of objects shows, and published by completing it.
 */
final class S3Storage implements Storage {
    private final S3Bucket bucket;
    private final S3Listing listing;
    private final S3Uploads uploads;

    S3Storage(S3Bucket bucket) {
        this.bucket = bucket;
        this.listing = new S3Listing(bucket);
        this.uploads = new S3Uploads(bucket, listing);
    }

    @Override
    public Optional<StoredFile> find(String path) {
        return listing.find(path);
    }

    @Override
    public String absolute(String path) {
        return path;
    }

    @Override
    public boolean isFolder(String path) {
        return listing.isFolder(path);
    }

    @Override
    public List<StoredFile> list(String folder, boolean recursive) {
        return listing.files(folder, recursive);
    }

    @Override
    public List<String> names(String folder) {
        return listing.names(folder);
    }

    /** Asks nothing of the server: each request of a read goes for this version only. */
    @Override
    public InputFile open(StoredFile file, FileRange range, long memory) {
        return new S3InputFile(new S3Object(bucket, file), range, memory);
    }

    @Override
    public boolean readsStaged() {
        return false;
    }

    @Override
    public boolean stagesInPlace() {
        return true;
    }

    @Override
    public StagedOutput stage(String path, Stager stager, String attempt, long memory) {
        return S3StagedOutput.of(bucket, uploads, path, memory);
    }

    @Override
    public Assembly beginAssembly(String path, Stager stager) {
        return S3Assembly.begin(bucket, uploads, this, path, stager);
    }

    @Override
    public Assembly assembly(String path, Stager stager, String token) {
        return S3Assembly.ofToken(bucket, uploads, this, path, token);
    }

    @Override
    public boolean isComplete(StagedFile file) {
        return uploads.isOpen(StagedUpload.of(file).upload()) || isPublished(file);
    }

    private boolean isPublished(StagedFile file) {
        long size = file.size() - StagedUpload.of(file).placed().length();
        return find(file.path()).map(found -> found.size() == size).orElse(false);
    }

    @Override
    public void publish(List<StagedFile> files) {
        Parallel.forEach(bucket.threads(), files, file -> {
            if (!uploads.complete(StagedUpload.of(file).upload()) && !isPublished(file)) {
                throw new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        file.path() + ": what was staged for it is gone; is another run writing to the same place,"
                                + " or does a lifecycle rule of the bucket end uploads too early?");
            }
        });
    }

    @Override
    public void discard(List<StagedFile> files) {
        Parallel.forEach(
                bucket.threads(),
                files,
                file -> uploads.abort(StagedUpload.of(file).upload()));
        delete(files.stream()
                .map(file -> StagedUpload.of(file).upload().key())
                .filter(key -> StagedKey.of(key).map(StagedKey::hidden).orElse(false))
                .map(bucket::path)
                .toList());
    }

    @Override
    public List<Leftover> staged(String folder) {
        return uploads.staged(folder);
    }

    @Override
    public Optional<byte[]> read(String path) {
        return bucket.find(
                path,
                "s3:GetObject",
                client -> client.getObject(
                                request -> request.bucket(bucket.name()).key(bucket.key(path)),
                                ResponseTransformer.toBytes())
                        .asByteArrayUnsafe());
    }

    @Override
    public boolean replace(String path, byte[] content, Optional<StoredFile> current) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket.name())
                .key(bucket.key(path))
                .serverSideEncryption(bucket.encryption())
                .ssekmsKeyId(bucket.kmsKeyId());
        if (current.isPresent()) {
            request.ifMatch(current.get().version());
        } else {
            request.ifNoneMatch("*");
        }
        try {
            bucket.client().putObject(request.build(), RequestBody.fromBytes(content));
            return true;
        } catch (SdkException e) {
            // a retry by the client may find what its first attempt wrote
            if (S3Failures.isPreconditionFailed(e) || S3Failures.isNotFound(e)) {
                return read(path)
                        .map(found -> java.util.Arrays.equals(found, content))
                        .orElse(false);
            }
            if (S3Failures.isNotImplemented(e)) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        path + ": the server can't write an object on a condition (If-Match, If-None-Match)",
                        e);
            }
            throw S3Failures.of(path, "s3:PutObject", e);
        }
    }

    @Override
    public void delete(List<String> paths) {
        new S3Deletion(bucket).delete(paths);
    }

    @Override
    public List<String> missingFolders(String folder) {
        return List.of();
    }

    @Override
    public void removeEmptyFolder(String folder) {
        // a folder without files isn't there
    }

    /** Fails where nothing could be written to a place. */
    void testWriting(String location) {
        listing.isFolder(location);
        uploads.test(bucket.path(bucket.keyPrefix(location) + HIDDEN_PREFIX + "check"));
    }
}
