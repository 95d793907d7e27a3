package dev.sluice.runners.spark;

import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.RunEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/** Which tasks of a stream are running, and how far each is, by what Spark tells of them. Thread-safe. */
final class RunningTasks extends SparkListener {
    private static final String GROUP = "spark.jobGroup.id";

    private final String stream;
    private final String group;
    private final long rowsId;
    private final long bytesId;
    private final Cluster.Tasks tasks;
    private final Map<Long, Counts> running = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    private final Set<Integer> stages = new HashSet<>();
    private boolean over;

    /**
     * @param group of the stream's jobs; others run beside them
     * @param rowsId of the accumulator of rows
     * @param bytesId of the accumulator of bytes
     */
    RunningTasks(String stream, String group, long rowsId, long bytesId, Cluster.Tasks tasks) {
        this.stream = stream;
        this.group = group;
        this.rowsId = rowsId;
        this.bytesId = bytesId;
        this.tasks = tasks;
    }

    private record Counts(long rows, long bytes) {
        static final Counts NONE = new Counts(0, 0);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        if (group.equals(event.properties().getProperty(GROUP))) {
            event.stageInfos().foreach(stage -> stages.add(stage.stageId()));
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        long task = event.taskInfo().taskId();
        if (!over && stages.contains(event.stageId()) && !ended.contains(task)) {
            running.put(task, Counts.NONE);
            if (event.taskInfo().speculative()) {
                tasks.event(new RunEvent.Note(stream, "Spark starts a slow task once more, beside the first"));
            }
        }
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        CollectionConverters.asJava(event.accumUpdates()).forEach(update -> {
            long task = (Long) update._1();
            Counts before = running.get(task);
            if (before == null) {
                return;
            }
            long rows = before.rows();
            long bytes = before.bytes();
            for (AccumulableInfo info : CollectionConverters.asJava(update._4())) {
                if (info.id() == rowsId) {
                    rows = value(info, rows);
                } else if (info.id() == bytesId) {
                    bytes = value(info, bytes);
                }
            }
            running.put(task, new Counts(rows, bytes));
            tasks.running(rows - before.rows(), bytes - before.bytes());
        });
    }

    private static long value(AccumulableInfo info, long otherwise) {
        return info.update().isDefined() && info.update().get() instanceof Long value ? value : otherwise;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        if (!stages.contains(event.stageId())) {
            return;
        }
        long task = event.taskInfo().taskId();
        ended.add(task);
        Counts counts = running.remove(task);
        if (counts != null) {
            tasks.running(-counts.rows(), -counts.bytes());
        }
        TaskEndReason reason = event.reason();
        if (reason != Success$.MODULE$
                && !(reason instanceof TaskKilled)
                && reason instanceof TaskFailedReason failed) {
            tasks.event(new RunEvent.Note(
                    stream, "Spark repeats a task: " + SparkFailures.shortened(failed.toErrorString())));
        }
        notifyAll();
    }

    @Override
    public synchronized void onApplicationEnd(SparkListenerApplicationEnd event) {
        over = true;
        notifyAll();
    }

    /** Takes back what was told of tasks that are still thought to be running, and hears of nothing more. */
    synchronized void close() {
        over = true;
        running.values().forEach(counts -> tasks.running(-counts.rows(), -counts.bytes()));
        running.clear();
    }

    /** Waits until no attempt is running any more, whatever interrupts; false where some didn't end in time. */
    synchronized boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (!running.isEmpty() && !over) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return running.isEmpty();
    }
}
