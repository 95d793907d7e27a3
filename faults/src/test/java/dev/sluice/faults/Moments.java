package dev.sluice.faults;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills victims at random moments: half of them anywhere in the run, half of them in its commit. How long a run takes
 * differs with what else the machine does, so what is measured of each run that gets to its end moves the next moments.
 */
final class Moments {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(120);

    private final Random random;
    private long runNanos = TimeUnit.MILLISECONDS.toNanos(800);
    private long commitNanos = TimeUnit.MILLISECONDS.toNanos(60);
    private int killed;
    private int killedInCommit;

    Moments(long seed) {
        this.random = new Random(seed);
    }

    /** Lets a victim run and kills it, unless it is at its end before its moment. Whether it was killed. */
    boolean strike(VictimProcess victim) throws InterruptedException {
        boolean inCommit = random.nextBoolean();
        double moment = random.nextDouble();
        victim.go();
        long start = System.nanoTime();
        boolean alive;
        if (inCommit) {
            victim.says(Victim.PUBLISHING, LONGEST);
            start = System.nanoTime();
            alive = !victim.ends((long) (commitNanos * moment));
        } else {
            alive = !victim.ends((long) (runNanos * moment));
        }
        if (alive && victim.kill()) {
            killed++;
            killedInCommit += victim.hasSaid(Victim.PUBLISHING) ? 1 : 0;
            return true;
        }
        long took = Math.max(TimeUnit.MILLISECONDS.toNanos(2), System.nanoTime() - start);
        if (inCommit) {
            commitNanos = (commitNanos + took) / 2;
        } else {
            runNanos = (runNanos + took) / 2;
        }
        victim.kill();
        return false;
    }

    /** Moments later than the last ones, since none of them was after the end of the run. */
    void lengthen() {
        runNanos += runNanos / 20;
        commitNanos += commitNanos / 20;
    }

    int killed() {
        return killed;
    }

    int killedInCommit() {
        return killedInCommit;
    }
}
