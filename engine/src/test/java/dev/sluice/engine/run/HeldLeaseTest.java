package dev.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeldLeaseTest {
    private static final LeaseHolder HOLDER = new LeaseHolder("w", "here");

    private final AtomicInteger renewals = new AtomicInteger();
    private final CountDownLatch fourth = new CountDownLatch(4);
    private volatile boolean closed;
    private volatile boolean lost;

    @Test
    void contract19ALeaseIsRenewedThreeTimesInItsLengthUntilItIsGivenBack() throws Exception {
        long start = System.nanoTime();
        HeldLease lease = HeldLease.take(new Leasing(), null, HOLDER, Duration.ofMillis(300));
        assertThat(fourth.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(390));
        lease.close();
        int before = renewals.get();
        Thread.sleep(350);

        assertThat(closed).isTrue();
        assertThat(renewals.get() - before).as("one may have been under way").isLessThanOrEqualTo(1);
    }

    @Test
    void aLeaseThatIsLostIsNotAskedForAgain() throws Exception {
        lost = true;
        try (HeldLease lease = HeldLease.take(new Leasing(), null, HOLDER, Duration.ofMillis(30))) {
            Thread.sleep(300);
            assertThat(lease).isNotNull();
            assertThat(renewals.get()).isEqualTo(1);
        }
    }

    private final class Leasing extends DestinationConnector {
        @Override
        public Lease lease(WriteRequest request, LeaseHolder holder, Duration length) {
            return new Lease() {
                @Override
                public boolean renew() {
                    renewals.incrementAndGet();
                    fourth.countDown();
                    return !lost;
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        @Override
        public ConnectorSpec spec() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void testConnection(Options options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WriteHandle begin(WriteRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CommitToken write(WriteTask task, BatchInput in) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void abort(WriteRequest request, WriteHandle handle) {
            throw new UnsupportedOperationException();
        }
    }
}
