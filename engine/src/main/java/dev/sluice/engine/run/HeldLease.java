package dev.sluice.engine.run;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.WriteRequest;
import java.time.Duration;
import java.util.List;

/** A lease that a thread of its own renews until it is given back. */
final class HeldLease implements AutoCloseable {
    private static final Duration LENGTH = Duration.ofMinutes(1);
    private static final int RENEWALS = 3;

    private final Lease lease;
    private boolean over;

    private HeldLease(Lease lease) {
        this.lease = lease;
    }

    /** Takes a lease as long as those of pipelines are. */
    static HeldLease take(DestinationConnector destination, WriteRequest request, LeaseHolder holder) {
        return take(destination, request, holder, LENGTH);
    }

    static HeldLease take(DestinationConnector destination, WriteRequest request, LeaseHolder holder, Duration length) {
        HeldLease held = new HeldLease(destination.lease(request, holder, length));
        if (held.lease != Lease.NONE) {
            Thread.ofPlatform().name("lease").daemon().start(() -> held.renew(length.dividedBy(RENEWALS)));
        }
        return held;
    }

    List<String> notes() {
        return lease.notes();
    }

    private void renew(Duration pause) {
        while (isOpenAfter(pause) && lease.renew()) {
            // a lease that another run has is the commit's to find
        }
    }

    private synchronized boolean isOpenAfter(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toMillis(); left > 0 && !over; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !over;
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        lease.close();
    }
}
