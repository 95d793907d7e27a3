package dev.sluice.cli.matrix;

import dev.sluice.connectors.s3.S3Destination;
import dev.sluice.connectors.s3.S3Source;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import dev.sluice.testkit.s3.TestingS3;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a test server, looked at through AWS's SDK. */
final class Bucket extends Place {
    private final TestingS3 server;
    private final S3Client client;
    private final String name;

    Bucket(String format, TestingS3 server, S3Client client) {
        super(format);
        this.server = server;
        this.client = client;
        this.name = server.createBucket();
    }

    @Override
    public SourceConnector source() {
        return new S3Source();
    }

    @Override
    public DestinationConnector destination() {
        return new S3Destination();
    }

    @Override
    Map<String, Object> config() {
        return server.config(name);
    }

    @Override
    Map<String, Object> location(boolean source, String folder) {
        return Map.of("prefix", folder.isEmpty() ? "" : folder + "/");
    }

    @Override
    Optional<byte[]> content(String folder, String file) {
        try {
            return Optional.of(client.getObject(
                            request -> request.bucket(name).key(folder + "/" + file), ResponseTransformer.toBytes())
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    List<String> names(String folder) {
        return keys(folder + "/").stream()
                .map(key -> key.substring(folder.length() + 1))
                .sorted()
                .toList();
    }

    private List<String> keys(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public Set<String> contents() {
        Set<String> contents = new TreeSet<>(keys(""));
        client.listMultipartUploads(request -> request.bucket(name))
                .uploads()
                .forEach(upload -> contents.add("upload of " + upload.key()));
        return contents;
    }

    @Override
    public String toString() {
        return format() + " on S3";
    }
}
