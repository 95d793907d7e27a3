package dev.sluice.faults;

import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One JSONL object, which is all of its bucket, fetched by AWS's SDK and read by DuckDB. */
final class ObjectTarget implements Target {
    private final String bucket;
    private final String key;
    private final S3Client client;
    private final Judge duckDb = Judge.duckDb();

    ObjectTarget(TestingS3 server, String bucket, String key) throws SQLException {
        this.client = server.client();
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public String fingerprint() throws IOException, SQLException {
        Path file = Files.createTempFile("fetched", ".jsonl");
        try {
            Files.write(
                    file,
                    client.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes())
                            .asByteArray());
            return duckDb.duckDbFingerprint("read_json('" + file + "')");
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public List<String> leftovers() {
        List<String> found = new ArrayList<>();
        client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .filter(other -> !other.equals(key))
                .forEach(found::add);
        client.listMultipartUploads(request -> request.bucket(bucket))
                .uploads()
                .forEach(upload -> found.add("upload of " + upload.key()));
        return found;
    }

    @Override
    public void close() throws SQLException {
        client.close();
        duckDb.close();
    }
}
