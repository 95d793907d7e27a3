package dev.sluice.connectors.s3;

import static dev.sluice.connectors.s3.S3Runs.csv;
import static dev.sluice.connectors.s3.S3Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** What comes of refusals, silence and broken connections between the connector and a real server. */
class S3FaultTest {
    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    private static Map<String, Object> through(FaultyProxy proxy, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("endpoint", proxy.endpoint().toString());
        return config;
    }

    /** The first so many requests that match meet a fate. */
    private static Function<String, FaultyProxy.Fate> first(int count, String matching, FaultyProxy.Fate fate) {
        AtomicInteger left = new AtomicInteger(count);
        return head -> head.matches("(?s)" + matching) && left.getAndDecrement() > 0 ? fate : FaultyProxy.PASSED;
    }

    private ConnectorException failureOfSource(FaultyProxy.Fate fate) throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> fate)) {
            Options options = runs.source(through(proxy, Map.of("prefix", "data")));
            return catchThrowableOfType(ConnectorException.class, () -> new S3Source().testConnection(options));
        }
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        runs.put("data/a.csv", "x\n1\n");
        FaultyProxy.Fate busy = FaultyProxy.refusal("503 Slow Down", "SlowDown");
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), first(2, "get .*", busy))) {
            assertThat(S3Runs.streams(runs.source(through(proxy, Map.of("prefix", "data")))))
                    .containsExactly("data");
        }
    }

    @Test
    void aServerThatStaysBusyIsWorthTryingAgainLater() throws Exception {
        assertThat(failureOfSource(FaultyProxy.refusal("503 Slow Down", "SlowDown"))
                        .code())
                .isEqualTo(ErrorCode.TRY_AGAIN);
    }

    @Test
    void refusalsSayWhatToDo() throws Exception {
        ConnectorException denied = failureOfSource(FaultyProxy.refusal("403 Forbidden", "AccessDenied"));
        assertThat(denied.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(denied).hasMessageContaining("s3:ListBucket");
        ConnectorException key = failureOfSource(FaultyProxy.refusal("403 Forbidden", "InvalidAccessKeyId"));
        assertThat(key.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
        ConnectorException expired = failureOfSource(FaultyProxy.refusal("400 Bad Request", "ExpiredToken"));
        assertThat(expired.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
        assertThat(expired).hasMessageContaining("expired");
        ConnectorException region = failureOfSource(FaultyProxy.refusal(
                "301 Moved Permanently", "x-amz-bucket-region: eu-west-3\r\n", "PermanentRedirect"));
        assertThat(region.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(region).hasMessageContaining("region: eu-west-3");
        assertThat(List.of(denied, key, expired, region))
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("s3://" + runs.bucket));
    }

    @Test
    void aResponseThatBreaksOffIsContinuedWhereItEnded() throws Exception {
        byte[] content = csv(0, 100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        runs.client.putObject(request -> request.bucket(runs.bucket).key("a.csv"), RequestBody.fromBytes(content));
        Function<String, FaultyProxy.Fate> fates = first(3, ".*range: .*", new FaultyProxy.Fate.CutOff(200_000));
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), fates)) {
            S3Bucket bucket = new S3Buckets().open(runs.source(through(proxy, Map.of())));
            var file =
                    new S3Listing(bucket).find("s3://" + runs.bucket + "/a.csv").orElseThrow();

            assertThat(new S3Object(bucket, file).read(0, content.length)).isEqualTo(content);
        }
    }

    @Test
    void aRefusedPartEndsTheWriteAndItsUpload() throws Exception {
        FaultyProxy.Fate denied = FaultyProxy.refusal("403 Forbidden", "AccessDenied");
        Function<String, FaultyProxy.Fate> fates = first(Integer.MAX_VALUE, "put [^\r]*partnumber=2.*", denied);
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), fates)) {
            WriteRequest request =
                    runs.request(WriteMode.OVERWRITE, through(proxy, Map.of("prefix", "lake", "format", "csv")));
            WriteHandle handle = runs.destination.begin(request);

            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class, () -> runs.stage(request, handle, 0, rows(0, 1_000_000)));

            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure).hasMessageContaining("s3:PutObject");
            assertThat(runs.uploads()).isEmpty();
            assertThat(runs.keys()).isEmpty();
        }
    }

    @Test
    void contract10ACommitWhoseAnswersAreLostIsDoneOnce() throws Exception {
        FaultyProxy.Fate lost = new FaultyProxy.Fate.CutOff(0);
        AtomicInteger completions = new AtomicInteger();
        AtomicInteger manifests = new AtomicInteger();
        Function<String, FaultyProxy.Fate> fates = head -> {
            boolean completion = head.startsWith("post ") && head.contains("uploadid=");
            boolean manifest = head.startsWith("put ") && head.contains("_manifest.json");
            return completion && completions.getAndIncrement() == 0 || manifest && manifests.getAndIncrement() == 0
                    ? lost
                    : FaultyProxy.PASSED;
        };
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), fates)) {
            WriteRequest request =
                    runs.request(WriteMode.OVERWRITE, through(proxy, Map.of("prefix", "lake", "format", "csv")));

            runs.run(request, rows(0, 5), rows(5, 9));

            assertThat(completions).hasValueGreaterThan(2);
            assertThat(manifests).hasValueGreaterThan(1);
            assertThat(runs.keys()).hasSize(3);
            assertThat(runs.uploads()).isEmpty();
        }
    }

    @Test
    void requestsCarryWhatTheOptionsAskFor() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> FaultyProxy.PASSED)) {
            Map<String, Object> options = Map.of(
                    "prefix", "lake",
                    "format", "csv",
                    "requester_pays", true,
                    "encryption", "kms",
                    "kms_key_id", "alias/lake",
                    "aws_session_token", "the-token");

            runs.run(runs.request(WriteMode.OVERWRITE, through(proxy, options)), rows(0, 5));

            assertThat(proxy.requests()).allMatch(head -> head.contains("\r\nx-amz-request-payer: requester\r\n"));
            assertThat(proxy.requests()).allMatch(head -> head.contains("\r\nx-amz-security-token: the-token\r\n"));
            assertThat(proxy.requests().stream().filter(head -> head.contains("?uploads")))
                    .isNotEmpty();
            assertThat(proxy.requests().stream()
                            .filter(head -> head.startsWith("post ") && head.contains("?uploads")
                                    || head.startsWith("put ") && head.contains(".json")))
                    .hasSize(3)
                    .allMatch(head -> head.contains("x-amz-server-side-encryption: aws:kms\r\n")
                            && head.contains("x-amz-server-side-encryption-aws-kms-key-id: alias/lake\r\n"));
        }
    }
}
