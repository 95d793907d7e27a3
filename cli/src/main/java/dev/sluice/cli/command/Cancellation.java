package dev.sluice.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run when the process is asked to end (Ctrl-C, SIGTERM): interrupts the thread that runs it, and holds the process
 * back until what was staged is removed. The JVM then exits with 130 or 143 by itself.
 */
final class Cancellation implements AutoCloseable {
    private static final int INTERRUPTED = 130;
    private static final int CLEAN_UP_SECONDS = 30;
    private static final int PLANNING_SECONDS = 1;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread runner;
    private final Thread hook;
    private volatile boolean running;
    private volatile boolean requested;

    private Cancellation(Thread runner) {
        this.runner = runner;
        this.hook = new Thread(this::cancel, "cancel");
    }

    static Cancellation ofThisThread() {
        Cancellation cancellation = new Cancellation(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(cancellation.hook);
        return cancellation;
    }

    /** From here on there may be something to clean up. */
    void runBegins() {
        running = true;
    }

    /** Whether the process was asked to end. */
    boolean isRequested() {
        return requested;
    }

    int exitCode() {
        return INTERRUPTED;
    }

    private void cancel() {
        requested = true;
        runner.interrupt();
        try {
            boolean clean = ended.await(running ? CLEAN_UP_SECONDS : PLANNING_SECONDS, TimeUnit.SECONDS);
            if (!clean && running) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already and the hook is what made it known here.
            Thread.interrupted();
        }
    }
}
