package dev.sluice.cli;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes at random moments of their run. How long a run takes differs with what else the machine does, so each
 * one that gets to its end before its moment brings the next moments forward.
 */
final class RandomKills {
    private final Random random;
    private long runMillis;
    private int killed;

    /**
     * @param runNanos how long a whole run took
     */
    RandomKills(long seed, long runNanos) {
        this.random = new Random(seed);
        this.runMillis = Math.max(2, TimeUnit.NANOSECONDS.toMillis(runNanos));
    }

    /**
     * Waits for a moment of the run and kills the process, if it hasn't ended by then.
     *
     * @param earliest the part of the run that is left alone, from 0 to below 1
     * @return whether it was killed
     */
    boolean strike(Process process, double earliest) throws InterruptedException {
        long start = System.nanoTime();
        long wait = (long) (runMillis * (earliest + (1 - earliest) * random.nextDouble()));
        if (process.waitFor(wait, TimeUnit.MILLISECONDS)) {
            runMillis = Math.max(2, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            return false;
        }
        process.destroyForcibly().waitFor();
        killed++;
        return true;
    }

    /** How many processes were killed. */
    int killed() {
        return killed;
    }
}
