package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code kill -9} at random moments of real pipelines, half of them in the commit. {@code -Dfaults.kills=2000} kills as many
 * processes in all; {@code -Dfaults.seed=…} repeats the moments and changes of a run.
 */
class KilledRunsTest {
    private static final int KILLS = Math.ceilDiv(Settings.kills(), Pipelines.values().length);
    private static final System.Logger LOG = System.getLogger(KilledRunsTest.class.getName());

    /**
     * What a kill may take at most, with all that is looked at after it. A second or two is what it takes on two cores that do
     * nothing else, so that the build's kills take less than ten minutes; on a busy machine they may take longer, and the
     * number of them stays what it is.
     */
    private static final long MILLIS_PER_KILL = 6_000;

    private static StartUp startUp;
    private static long begun;
    private static int pipelinesDone;
    private static int killed;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        startUp = StartUp.prepare(shared);
        begun = System.nanoTime();
    }

    /** A slow machine may make some pipelines end early, but not many. */
    @AfterAll
    static void enough() {
        LOG.log(System.Logger.Level.INFO, killed + " kills");
        if (pipelinesDone == Pipelines.values().length) {
            assertThat(killed).as("kills in the time there was").isGreaterThanOrEqualTo(Settings.kills() * 9 / 10);
        }
    }

    @ParameterizedTest
    @EnumSource(Pipelines.class)
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void contract10KilledAtAnyMomentAndRunAgainNoRowIsLostOrDoubled(Pipelines pipelines) throws Exception {
        long seed = Settings.seed();
        long start = System.nanoTime();
        Moments moments = new Moments(seed * Pipelines.values().length + pipelines.ordinal());
        try (Scenario scenario = pipelines.open(folder, Wires.DIRECT, seed)) {
            try {
                kill(scenario, moments, new Random(seed + 1));
            } catch (AssertionError | Exception e) {
                throw new AssertionError(
                        pipelines + ", after " + moments.killed() + " kills: -Dfaults.seed=" + seed + "; " + e + "\n"
                                + VictimProcess.errors(scenario.pipeline()),
                        e);
            }
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0}: {1} kills, {2} of them in the commit, in {3} s",
                pipelines,
                moments.killed(),
                moments.killedInCommit(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        pipelinesDone++;
        killed += moments.killed();
        assertThat(moments.killed()).isPositive();
    }

    /** What fast pipelines leave of their time is for those that come later. */
    private static long deadline() {
        return begun + TimeUnit.MILLISECONDS.toNanos(MILLIS_PER_KILL * KILLS * (pipelinesDone + 1));
    }

    private static void kill(Scenario scenario, Moments moments, Random random) throws Exception {
        scenario.change();
        scenario.runToTheEnd();
        scenario.assertArrived();
        long deadline = deadline();
        VictimProcess next = VictimProcess.start(scenario.pipeline(), startUp);
        try {
            while (moments.killed() < KILLS && System.nanoTime() < deadline) {
                VictimProcess victim = next;
                scenario.change();
                boolean killed = moments.strike(victim);
                next = VictimProcess.start(scenario.pipeline(), startUp);
                if (!killed) {
                    scenario.assertArrived();
                    continue;
                }
                moments.lengthen();
                if (random.nextBoolean()) {
                    scenario.assertWhole();
                }
                // every third one is followed by another that may be killed, with or without a change in between
                if (random.nextInt(3) > 0) {
                    if (random.nextBoolean()) {
                        scenario.change();
                    }
                    scenario.runToTheEnd();
                    scenario.assertArrived();
                    scenario.assertClean();
                }
            }
        } finally {
            next.close();
        }
        scenario.runToTheEnd();
        scenario.assertArrived();
        scenario.assertClean();
    }
}
