package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the object of a lease is, and what comes of servers that can't keep one. */
class S3LeaseTest {
    private static final LeaseHolder HERE = new LeaseHolder("workspace-1", "host-1 (/srv/.sluice)");
    private static final LeaseHolder THERE = new LeaseHolder("workspace-2", "host-2 (/srv/.sluice)");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String FILE = "out/people.csv";

    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    private WriteRequest request(Map<String, ?> more) {
        return runs.request(WriteMode.OVERWRITE, more);
    }

    private Lease take(WriteRequest request, LeaseHolder holder) {
        return runs.destination.lease(request, holder, MINUTE);
    }

    @Test
    void contract19TwoRunsToOneObjectAreKeptApartByAHiddenOneBesideItWhichGoesWithTheFirst() throws Exception {
        WriteRequest first = request(Map.of("prefix", FILE));
        try (Lease lease = take(first, HERE)) {
            assertThat(runs.keys()).singleElement().asString().startsWith("out/.sluice-lock-");
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> take(request(Map.of("prefix", FILE)), THERE));
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(failure).hasMessageContaining(first.runId()).hasMessageContaining("host-1");

            runs.run(first, S3Runs.rows(0, 3), S3Runs.rows(3, 5));
            assertThat(S3Runs.read(runs.source(Map.of("prefix", "out/", "format", "csv"))))
                    .as("readers don't see it")
                    .hasSize(5);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(runs.keys()).containsExactly(FILE);
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void aServerThatCanNotWriteOnAConditionKeepsNobodyOffAndTheRunSaysSo() throws Exception {
        FaultyProxy.Fate refused = FaultyProxy.refusal("501 Not Implemented", "NotImplemented");
        try (FaultyProxy proxy = new FaultyProxy(
                runs.server.endpoint(),
                head -> head.startsWith("put") && head.contains("\r\nif-") ? refused : FaultyProxy.PASSED)) {
            Map<String, String> options =
                    Map.of("prefix", FILE, "endpoint", proxy.endpoint().toString());
            WriteRequest request = request(options);
            try (Lease lease = take(request, HERE)) {
                assertThat(lease.notes())
                        .singleElement()
                        .asString()
                        .contains("can't write an object on a condition", "nothing keeps runs on other machines");
                take(request(options), THERE).close();
                runs.run(request, S3Runs.rows(0, 3));
                assertThat(lease.renew()).isTrue();
            }
            assertThat(runs.text(FILE)).isEqualTo(S3Runs.csv(0, 3));
            assertThat(runs.keys()).isEqualTo(List.of(FILE));

            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class,
                    () -> runs.run(
                            request(Map.of(
                                    "prefix",
                                    "lake",
                                    "format",
                                    "csv",
                                    "endpoint",
                                    proxy.endpoint().toString())),
                            S3Runs.rows(0, 3)));
            assertThat(failure.code()).as("folders can't do without").isEqualTo(ErrorCode.UNSUPPORTED);
        }
    }

    /** Looking and writing when it is taken, looking when the run begins, three to renew it for the commit, two to end it. */
    @Test
    void aLeaseCostsAShortRunTenRequestsAtMost() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> FaultyProxy.PASSED)) {
            Map<String, Object> options = Map.of(
                    "prefix",
                    FILE,
                    "overwrite",
                    true,
                    "endpoint",
                    proxy.endpoint().toString());
            runs.run(request(options), S3Runs.rows(0, 3));
            runs.run(request(options), S3Runs.rows(0, 3));
            int first = proxy.requests().size();
            runs.run(request(options), S3Runs.rows(0, 3));
            int without = proxy.requests().size() - first;
            WriteRequest leased = request(options);
            try (Lease lease = take(leased, HERE)) {
                assertThat(lease.notes()).isEmpty();
                runs.run(leased, S3Runs.rows(0, 3));
            }
            int with = proxy.requests().size() - first - without;
            assertThat(with - without).isPositive().isLessThanOrEqualTo(10);
        }
    }

    @Test
    void aBucketThatIsMissingIsSaidToBeMissing() {
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> take(request(Map.of("prefix", FILE, "bucket", "no-such-bucket")), HERE));
        assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
    }
}
