package dev.sluice.cli.progress;

import java.time.Duration;

/** Calls something at intervals on a thread of its own, until closed. */
final class Ticker implements AutoCloseable {
    private final Thread thread;

    Ticker(Duration interval, Runnable action) {
        thread = Thread.ofPlatform().daemon().name("progress").start(() -> {
            try {
                while (true) {
                    Thread.sleep(interval);
                    action.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns once the action will not be called any more. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
