package dev.sluice.runners.spark;

import java.util.ArrayDeque;
import java.util.Queue;

/** How many tasks may run at once, of all streams together. First come, first served. Thread-safe. */
final class Slots {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Slots(int count) {
        this.free = count;
    }

    /**
     * Asks for a slot.
     *
     * @param granted is told once there is one, by the caller's or another thread; must not take long
     */
    synchronized void request(Runnable granted) {
        if (free > 0) {
            free--;
            granted.run();
        } else {
            waiting.add(granted);
        }
    }

    /** Gives a slot back. */
    synchronized void release() {
        Runnable next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.run();
        }
    }

    /** Takes a request back; one that was granted already is given back. */
    synchronized void withdraw(Runnable granted) {
        if (!waiting.remove(granted)) {
            release();
        }
    }
}
