package dev.sluice.testkit.s3;

import dev.sluice.testkit.server.SharedServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server, shared by all test classes of one JVM; each takes a bucket of its own from {@link #createBucket()}.
 *
 * <p>The {@linkplain #shared() first} checks signatures. It is the one that {@value #URL_VARIABLE} names ({@code
 * http://host:port}, with {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}), else S3Proxy in a process of its own,
 * from the jar {@code target/servers/s3proxy.jar}, which the build puts there. The {@linkplain #withVersions() second} keeps
 * versions and takes any key: S3Mock, from {@code target/servers/s3mock.jar}. Where one doesn't work its test is skipped; with
 * {@code CI=true} it fails. Thread-safe.
 */
public final class TestingS3 {
    public static final String URL_VARIABLE = "SLUICE_TEST_S3_URL";

    private static final SharedServer<TestingS3> SHARED =
            new SharedServer<>("S3", URL_VARIABLE, TestingS3::ofUrl, EmbeddedS3::start);
    private static final SharedServer<TestingS3> WITH_VERSIONS =
            new SharedServer<>("S3", "", TestingS3::ofUrl, EmbeddedS3Mock::start);

    private final URI endpoint;
    private final String accessKeyId;
    private final String secretAccessKey;
    private final boolean checksLogins;
    private final AtomicInteger buckets = new AtomicInteger();

    TestingS3(URI endpoint, String accessKeyId, String secretAccessKey, boolean checksLogins) {
        this.endpoint = endpoint;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.checksLogins = checksLogins;
    }

    /** The JVM's server that checks signatures, started at the first call. */
    public static TestingS3 shared() {
        return SHARED.get();
    }

    /** The JVM's server for versions of objects and keys of any characters, started at the first call. */
    public static TestingS3 withVersions() {
        return WITH_VERSIONS.get();
    }

    public URI endpoint() {
        return endpoint;
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String secretAccessKey() {
        return secretAccessKey;
    }

    /** Whether a wrong key is refused. */
    public boolean checksLogins() {
        return checksLogins;
    }

    /** The SDK's own client, to judge by. To be closed. */
    public S3Client client() {
        return S3Client.builder()
                .httpClient(Apache5HttpClient.create())
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .build();
    }

    /** An empty bucket that nobody else uses. */
    public String createBucket() {
        String name = "test-" + ProcessHandle.current().pid() + "-" + buckets.incrementAndGet();
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(name));
        }
        return name;
    }

    /** The configuration of a connection to a bucket, by the keys of the s3 connector. */
    public Map<String, Object> config(String bucket) {
        return Map.of(
                "bucket", bucket,
                "endpoint", endpoint.toString(),
                "aws_access_key_id", accessKeyId,
                "aws_secret_access_key", secretAccessKey);
    }

    private static TestingS3 ofUrl(String url) {
        return new TestingS3(
                URI.create(url), System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"), true);
    }
}
