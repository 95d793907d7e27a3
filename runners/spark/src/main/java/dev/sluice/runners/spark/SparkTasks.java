package dev.sluice.runners.spark;

import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ClusterWork;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.spi.Split;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.LongAccumulator;
import scala.Function1;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The tasks of one stream: one Spark task per split. All are one job, in which Spark starts as many as there are cores; where
 * fewer may run at once, each is a job of its own, begun when there is a slot for it. Used once, by one thread.
 */
final class SparkTasks {
    private static final Duration END = Duration.ofMinutes(2);
    private static final ExecutionContext CALLER = ExecutionContext.fromExecutor(Runnable::run);
    private static final AtomicLong GROUPS = new AtomicLong();

    private final JavaSparkContext spark;
    private final ClusterWork work;
    private final Cluster.Tasks tasks;
    private final RDD<Split> splits;
    private final int count;
    private final TaskFunction function;
    private final RunningTasks running;
    private final String group = "sluice-" + GROUPS.incrementAndGet();
    private final Slots slots;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Runnable granted = () -> events.add(new Event.Granted());
    private final Queue<List<Integer>> waves = new ArrayDeque<>();
    private final Set<SimpleFutureAction<BoxedUnit>> jobs = new HashSet<>();
    private boolean asked;

    /**
     * @param slots for the tasks of all streams
     */
    SparkTasks(JavaSparkContext spark, ClusterWork work, List<Split> splits, Slots slots, Cluster.Tasks tasks) {
        this.spark = spark;
        this.work = work;
        this.tasks = tasks;
        this.slots = slots;
        this.count = splits.size();
        this.splits = spark.parallelize(new ArrayList<>(splits), splits.size()).rdd();
        LongAccumulator rows = spark.sc().longAccumulator("rows read");
        LongAccumulator bytes = spark.sc().longAccumulator("bytes read");
        this.function = new TaskFunction(work, rows, bytes);
        this.running = new RunningTasks(work.stream(), group, rows.id(), bytes.id(), tasks);
    }

    private sealed interface Event {
        /** A job may be begun. */
        record Granted() implements Event {}

        record Arrived(TaskOutcome outcome) implements Event {}

        record JobEnded(SimpleFutureAction<BoxedUnit> job, Throwable failure) implements Event {}
    }

    /** Runs them all, as many at once as there are cores. */
    void runTogether() throws Exception {
        waves.add(IntStream.range(0, count).boxed().toList());
        run(1);
    }

    /**
     * Runs them all one by one.
     *
     * @param atOnce how many at once, where there are slots
     */
    void runEach(int atOnce) throws Exception {
        IntStream.range(0, count).forEach(partition -> waves.add(List.of(partition)));
        run(atOnce);
    }

    private void run(int jobsAtOnce) throws Exception {
        spark.sc().addSparkListener(running);
        spark.setJobGroup(group, work.toString(), true);
        try {
            move(jobsAtOnce);
        } finally {
            jobs.forEach(SimpleFutureAction::cancel);
            awaitEnd();
            jobs.forEach(job -> slots.release());
            if (asked) {
                slots.withdraw(granted);
            }
            spark.clearJobGroup();
            spark.sc().removeSparkListener(running);
            running.close();
        }
    }

    /** Nothing may write any more when the caller publishes, or removes what is staged. */
    private void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        try {
            // which tasks were started is told by events that may still be on their way
            spark.sc().listenerBus().waitUntilEmpty(END.toMillis());
        } catch (TimeoutException e) {
            tasks.event(new RunEvent.Note(work.stream(), "Spark's events are late: " + e.getMessage()));
        }
        boolean ended = running.awaitEnd(END);
        if (!ended) {
            tasks.event(new RunEvent.Note(
                    work.stream(),
                    "some attempts did not end within " + END.toSeconds() + " s after they were told to"));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void move(int jobsAtOnce) throws Exception {
        int done = 0;
        while (done < count) {
            if (!asked && !waves.isEmpty() && jobs.size() < jobsAtOnce) {
                asked = true;
                slots.request(granted);
            }
            switch (events.take()) {
                case Event.Granted() -> {
                    asked = false;
                    submit(waves.remove());
                }
                case Event.Arrived(TaskOutcome.Done(var result)) -> {
                    tasks.done(result);
                    done++;
                }
                case Event.Arrived(TaskOutcome.Failed failed) -> throw failed.failure();
                case Event.JobEnded(var job, var failure) -> {
                    jobs.remove(job);
                    slots.release();
                    if (failure != null) {
                        throw SparkFailures.ofJob(work.stream(), failure);
                    }
                }
            }
        }
    }

    private void submit(List<Integer> partitions) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        scala.collection.immutable.Seq<Object> wanted = (scala.collection.immutable.Seq)
                CollectionConverters.asScala(partitions).toSeq();
        SimpleFutureAction<BoxedUnit> job = spark.sc()
                .submitJob(splits, function, wanted, new Arrival(), new AbstractFunction0<BoxedUnit>() {
                    @Override
                    public BoxedUnit apply() {
                        return BoxedUnit.UNIT;
                    }
                });
        jobs.add(job);
        Function1<Try<BoxedUnit>, Object> ended = result -> events.add(
                new Event.JobEnded(job, result.isFailure() ? result.failed().get() : null));
        job.onComplete(ended, CALLER);
    }

    /** Called by Spark for the first result of each partition. */
    private final class Arrival extends AbstractFunction2<Object, TaskOutcome, BoxedUnit> {
        @Override
        public BoxedUnit apply(Object partition, TaskOutcome outcome) {
            events.add(new Event.Arrived(outcome));
            return BoxedUnit.UNIT;
        }
    }
}
