package dev.sluice.connectors.s3;

import static dev.sluice.connectors.s3.S3Runs.csv;
import static dev.sluice.connectors.s3.S3Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.WriteMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Content goes to and from servers with little effort, and else through the SDK. */
class ContentRequestsTest {
    /** Header of the SDK's own requests. */
    private static final String SDK = "\r\namz-sdk-invocation-id: ";

    private static final String UNSIGNED = "\r\nx-amz-content-sha256: unsigned-payload\r\n";
    private static final int ROWS = 1_000_000;

    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    private FaultyProxy proxy(Function<String, FaultyProxy.Fate> fates) throws Exception {
        return new FaultyProxy(runs.server.endpoint(), fates);
    }

    private byte[] read(FaultyProxy proxy, String key) throws Exception {
        S3Bucket bucket = new S3Buckets()
                .open(runs.source(Map.of("endpoint", proxy.endpoint().toString())));
        var file = new S3Listing(bucket).find("s3://" + runs.bucket + "/" + key).orElseThrow();
        return new S3Object(bucket, file).read(2, (int) file.size() - 2);
    }

    /** Writes a file of several parts and checks it; returns the requests for parts whose bytes came from here. */
    private List<String> partsWritten(FaultyProxy proxy, URI endpoint) throws Exception {
        runs.run(
                runs.request(WriteMode.OVERWRITE, Map.of("prefix", "big.csv", "endpoint", endpoint.toString())),
                rows(0, ROWS));
        assertThat(runs.text("big.csv")).isEqualTo(csv(0, ROWS));
        return proxy.requests().stream()
                .filter(head -> head.startsWith("put ") && head.contains("partnumber="))
                .filter(head -> !head.contains("x-amz-copy-source: "))
                .toList();
    }

    @Test
    void aRangeTakesOneRequestThatTheSdkOnlySigns() throws Exception {
        runs.put("odd name+&.csv", "0123456789");
        try (FaultyProxy proxy = proxy(head -> FaultyProxy.PASSED)) {
            assertThat(read(proxy, "odd name+&.csv")).asString().isEqualTo("23456789");
            assertThat(proxy.requests().stream().filter(head -> head.contains("\r\nrange: ")))
                    .singleElement()
                    .satisfies(
                            head -> assertThat(head).contains("\r\nif-match: ").doesNotContain(SDK));
        }
    }

    @Test
    void whatIsNotAnsweredAsHopedForIsAskedAgainThroughTheSdk() throws Exception {
        runs.put("a.csv", "0123456789");
        for (FaultyProxy.Fate fate : List.of(
                FaultyProxy.refusal("503 Slow Down", "SlowDown"),
                new FaultyProxy.Fate.CutOff(0),
                new FaultyProxy.Fate.Answered("200 OK", "", "another answer"))) {
            try (FaultyProxy proxy =
                    proxy(head -> head.contains("\r\nrange: ") && !head.contains(SDK) ? fate : FaultyProxy.PASSED)) {
                assertThat(read(proxy, "a.csv")).asString().isEqualTo("23456789");
                assertThat(proxy.requests()).anyMatch(head -> head.contains("\r\nrange: ") && head.contains(SDK));
            }
        }
    }

    @Test
    void partsToTheSameMachineAreNotSigned() throws Exception {
        try (FaultyProxy proxy = proxy(head -> FaultyProxy.PASSED)) {
            assertThat(partsWritten(proxy, proxy.endpoint()))
                    .hasSizeGreaterThan(1)
                    .allMatch(head -> head.contains(UNSIGNED) && !head.contains(SDK));
        }
    }

    @Test
    void partsToOtherMachinesAreSignedWhereNothingIsEncrypted() throws Exception {
        try (FaultyProxy proxy = proxy(head -> FaultyProxy.PASSED)) {
            // reaches this machine, which it doesn't say
            URI elsewhere = URI.create("http://0.0.0.0:" + proxy.endpoint().getPort());
            assertThat(partsWritten(proxy, elsewhere))
                    .hasSizeGreaterThan(1)
                    .noneMatch(head -> head.contains(UNSIGNED) || head.contains(SDK));
        }
    }

    @Test
    void aServerThatRefusesSuchRequestsIsSparedThem() throws Exception {
        FaultyProxy.Fate refusal = FaultyProxy.refusal("403 Forbidden", "AccessDenied");
        try (FaultyProxy proxy =
                proxy(head -> head.contains("partnumber=") && !head.contains(SDK) ? refusal : FaultyProxy.PASSED)) {
            List<String> parts = partsWritten(proxy, proxy.endpoint());

            assertThat(parts.stream().filter(head -> !head.contains(SDK)))
                    .as("those that were on their way before the first answer")
                    .hasSizeBetween(1, 3);
        }
    }

    @Test
    void aFileThatWasReplacedIsNotReadFrom() throws Exception {
        runs.put("a.csv", "0123456789");
        try (FaultyProxy proxy = proxy(head -> FaultyProxy.PASSED)) {
            S3Bucket bucket = new S3Buckets()
                    .open(runs.source(Map.of("endpoint", proxy.endpoint().toString())));
            var file =
                    new S3Listing(bucket).find("s3://" + runs.bucket + "/a.csv").orElseThrow();
            runs.put("a.csv", "9876543210");

            assertThat(bucket.content().orElseThrow().get(runs.bucket, "a.csv", file.version(), 0, 5))
                    .isEmpty();
            assertThat(new String(
                            bucket.content()
                                    .orElseThrow()
                                    .get(runs.bucket, "a.csv", "\"" + etag() + "\"", 0, 5)
                                    .orElseThrow()
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .isEqualTo("98765");
        }
    }

    private String etag() {
        return runs.client
                .headObject(request -> request.bucket(runs.bucket).key("a.csv"))
                .eTag()
                .replace("\"", "");
    }
}
