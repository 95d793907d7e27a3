package dev.sluice.connectors.s3;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A bucket, a client that is logged in to it, and threads for requests that run beside the caller's. Paths of files are
 * written {@code s3://bucket/key}. Thread-safe.
 *
 * @param content for ranges and parts, where the server takes them so
 * @param encryption what to ask for when an object is written, or null for the bucket's own setting
 * @param kmsKeyId the KMS key to ask for, or null
 */
record S3Bucket(
        String name,
        S3Client client,
        Optional<ContentRequests> content,
        ExecutorService threads,
        ServerSideEncryption encryption,
        String kmsKeyId) {
    static S3Bucket of(Options options, S3Login login, ExecutorService threads) {
        String name = options.get(S3Options.BUCKET);
        if (name.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config.bucket: is empty; name the bucket, as in s3://bucket/path");
        }
        ServerSideEncryption encryption =
                switch (options.find(S3Options.ENCRYPTION).orElse(S3Options.Encryption.BUCKET)) {
                    case BUCKET -> null;
                    case AES256 -> ServerSideEncryption.AES256;
                    case KMS -> ServerSideEncryption.AWS_KMS;
                };
        return new S3Bucket(
                name,
                login.client(),
                login.content(),
                threads,
                encryption,
                options.find(S3Options.KMS_KEY_ID).orElse(null));
    }

    private String root() {
        return "s3://" + name;
    }

    boolean holds(S3InputFile file) {
        return file.object().bucket().name().equals(name);
    }

    /** The path of a key. */
    String path(String key) {
        return root() + "/" + key;
    }

    /** The key of a path; empty for the bucket itself. */
    String key(String path) {
        if (path.equals(root())) {
            return "";
        }
        if (!path.startsWith(root() + "/")) {
            throw new IllegalArgumentException(path + " is not in the bucket " + name);
        }
        return path.substring(root().length() + 1);
    }

    /** What the keys of a folder's files begin with. */
    String keyPrefix(String folder) {
        String key = key(folder);
        return key.isEmpty() || key.endsWith("/") ? key : key + "/";
    }

    /**
     * Calls S3.
     *
     * @param path what the call is about
     * @param action the permission it needs: {@code s3:GetObject}
     * @throws dev.sluice.spi.ConnectorException where the call fails, which says why
     */
    <T> T call(String path, String action, Function<S3Client, T> call) {
        try {
            return call.apply(client);
        } catch (SdkException e) {
            throw S3Failures.of(path, action, e);
        }
    }

    /** The same; empty where there is no such object or upload. */
    <T> Optional<T> find(String path, String action, Function<S3Client, T> call) {
        try {
            return Optional.of(call.apply(client));
        } catch (SdkException e) {
            if (S3Failures.isNotFound(e)) {
                return Optional.empty();
            }
            throw S3Failures.of(path, action, e);
        }
    }
}
