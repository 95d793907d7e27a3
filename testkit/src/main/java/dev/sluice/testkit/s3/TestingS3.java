package dev.sluice.testkit.s3;

import dev.sluice.testkit.MissingServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server that checks signatures, shared by all test classes of one JVM; each takes a bucket of its own from {@link
 * #createBucket()}.
 *
 * <p>It is the one that {@value #URL_VARIABLE} names ({@code http://host:port}, with {@code AWS_ACCESS_KEY_ID} and {@code
 * AWS_SECRET_ACCESS_KEY}), else S3Proxy in a process of its own, from the jar {@code target/servers/s3proxy.jar}, which the
 * build puts there. Where neither works the test is skipped; with {@code CI=true} it fails. Thread-safe.
 */
public final class TestingS3 {
    public static final String URL_VARIABLE = "SLUICE_TEST_S3_URL";

    private final URI endpoint;
    private final String accessKeyId;
    private final String secretAccessKey;
    private final AtomicInteger buckets = new AtomicInteger();

    TestingS3(URI endpoint, String accessKeyId, String secretAccessKey) {
        this.endpoint = endpoint;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    /** The JVM's server, started at the first call. */
    public static TestingS3 shared() {
        if (Shared.OUTCOME.server == null) {
            MissingServer.skip("S3 server", URL_VARIABLE, Shared.OUTCOME.failure);
        }
        return Shared.OUTCOME.server;
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

    /** Either a server or why there is none. */
    private record Outcome(TestingS3 server, Exception failure) {
        static Outcome find() {
            String url = System.getenv(URL_VARIABLE);
            try {
                return new Outcome(
                        url == null || url.isBlank()
                                ? EmbeddedS3.start()
                                : new TestingS3(
                                        URI.create(url),
                                        System.getenv("AWS_ACCESS_KEY_ID"),
                                        System.getenv("AWS_SECRET_ACCESS_KEY")),
                        null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome(null, e);
            } catch (Exception e) {
                return new Outcome(null, e);
            }
        }
    }

    private static final class Shared {
        static final Outcome OUTCOME = Outcome.find();
    }
}
