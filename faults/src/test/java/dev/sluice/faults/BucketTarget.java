package dev.sluice.faults;

import dev.sluice.testkit.Folders;
import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Parquet files below a prefix of a bucket, fetched by AWS's SDK and read by DuckDB. */
final class BucketTarget implements Target {
    private final String bucket;
    private final String prefix;
    private final S3Client client;
    private final Judge duckDb = Judge.duckDb();

    BucketTarget(TestingS3 server, String bucket, String prefix) throws SQLException {
        this.client = server.client();
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public String fingerprint() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("fetched");
        try {
            List<String> paths = new ArrayList<>();
            for (String name : files()) {
                paths.add("'" + Files.write(folder.resolve("file-" + paths.size()), content(name)) + "'");
            }
            return duckDb.duckDbFingerprint(paths.stream().collect(Collectors.joining(", ", "read_parquet([", "])")));
        } finally {
            Folders.delete(folder);
        }
    }

    private List<String> files() {
        return ManifestFiles.of(new String(content(ManifestFiles.NAME), java.nio.charset.StandardCharsets.UTF_8));
    }

    private byte[] content(String name) {
        return client.getObject(request -> request.bucket(bucket).key(prefix + name), ResponseTransformer.toBytes())
                .asByteArray();
    }

    @Override
    public List<String> leftovers() {
        List<String> listed = files();
        List<String> found = new ArrayList<>();
        client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .map(key -> key.startsWith(prefix) ? key.substring(prefix.length()) : key)
                .filter(name -> !name.equals(ManifestFiles.NAME) && !listed.contains(name))
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
