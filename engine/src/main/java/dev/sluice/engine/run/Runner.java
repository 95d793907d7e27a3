package dev.sluice.engine.run;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.LeaseHolder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Runs plans: tasks in threads of this process, or on a cluster. To cancel a run, interrupt the thread that runs it: staged
 * output is removed before it returns.
 */
public final class Runner {
    private final Cluster cluster;

    /** Moves rows in threads of this process. */
    public Runner() {
        this(null);
    }

    /**
     * @param cluster where tasks run; null for threads of this process
     */
    public Runner(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Runs a plan: here stream after stream, on a cluster several at once. The first failure ends the run. Streams that were
     * published stay published. Closing the plan is left to the caller.
     *
     * @param listener called from several threads, one at a time
     * @return how it ended; failures are in the report, not thrown
     */
    public RunReport run(RunPlan plan, RunListener listener) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).resolve("sluice-rejects");
        LeaseHolder holder = new LeaseHolder(
                plan.runId(), "process " + ProcessHandle.current().pid());
        return run(plan, new RejectsFolder(temporary, temporary.resolve("." + plan.runId())), holder, listener);
    }

    /**
     * Runs a plan, as {@link #run(RunPlan, RunListener)} does.
     *
     * @param rejects where rejected rows go unless the pipeline names another folder
     * @param holder who writes, for others that would
     */
    public RunReport run(RunPlan plan, RejectsFolder rejects, LeaseHolder holder, RunListener listener) {
        rejects.clear();
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        RunListener oneAtATime = synchronizedListener(listener);
        StreamRuns streams = new StreamRuns(
                plan.streams(), stream -> new StreamRun(plan, stream, cluster, rejects, holder, oneAtATime).run());
        streams.run(cluster == null ? 1 : cluster.streamsAtOnce());
        ConnectorException failure = streams.failure();
        return new RunReport(
                plan.runId(),
                plan.pipeline().name(),
                failure == null ? Status.SUCCEEDED : Status.of(failure.code()),
                startedAt,
                (System.nanoTime() - start) / 1_000_000,
                peakMemory(),
                streams.reports(),
                failure);
    }

    private static RunListener synchronizedListener(RunListener listener) {
        Object lock = new Object();
        return event -> {
            synchronized (lock) {
                listener.on(event);
            }
        };
    }

    /** The most memory the process has used: its resident set where the system tells, else the heap's peak. */
    private static long peakMemory() {
        long resident = ResidentMemory.peakBytes();
        if (resident > 0) {
            return resident;
        }
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
