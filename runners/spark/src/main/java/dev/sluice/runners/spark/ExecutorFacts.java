package dev.sluice.runners.spark;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What the executors of an application have.
 *
 * @param cores of all executors together
 * @param heap of the smallest, in bytes
 * @param java the oldest version
 */
record ExecutorFacts(int cores, int coresPerExecutor, long heap, int java) {
    private static final Duration FIRST_EXECUTOR = Duration.ofMinutes(2);
    /** Executors that haven't come by then, after the first, aren't counted; they get tasks all the same. */
    private static final Duration FURTHER_EXECUTORS = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 100;
    private static final int POLLS_WITHOUT_CHANGE = 10;

    /** Waits for executors and asks them. */
    static ExecutorFacts of(JavaSparkContext spark) {
        // the first job waits for the first executor
        ask(spark, 1);
        int cores = awaitCores(spark);
        List<long[]> answers = ask(spark, cores * 2);
        int executors = Math.max(
                1, spark.sc().getExecutorMemoryStatus().size() - (spark.sc().isLocal() ? 0 : 1));
        int perExecutor = spark.getConf().getInt("spark.executor.cores", Math.ceilDiv(cores, executors));
        return new ExecutorFacts(
                cores,
                Math.max(1, perExecutor / spark.getConf().getInt("spark.task.cpus", 1)),
                answers.stream()
                        .mapToLong(answer -> answer[ExecutorProbe.HEAP])
                        .min()
                        .orElseThrow(),
                (int) answers.stream()
                        .mapToLong(answer -> answer[ExecutorProbe.JAVA])
                        .min()
                        .orElseThrow());
    }

    private static int awaitCores(JavaSparkContext spark) {
        long deadline = System.nanoTime() + FURTHER_EXECUTORS.toNanos();
        int executors = 0;
        int unchanged = 0;
        while (unchanged < POLLS_WITHOUT_CHANGE
                && System.nanoTime() < deadline
                && !spark.sc().isLocal()) {
            int now = spark.sc().getExecutorMemoryStatus().size();
            unchanged = now == executors ? unchanged + 1 : 0;
            executors = now;
            pause();
        }
        return Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    private static List<long[]> ask(JavaSparkContext spark, int tasks) {
        List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
        JavaFutureAction<List<long[]>> answers =
                spark.parallelize(numbers, tasks).map(new ExecutorProbe()).collectAsync();
        try {
            return answers.get(FIRST_EXECUTOR.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answers.cancel(true);
            throw new ConnectorException(
                    ErrorCode.UNREACHABLE,
                    "Spark at " + spark.master() + " gave us no executor within " + FIRST_EXECUTOR.toMinutes()
                            + " minutes; are workers running, and have they the memory and cores that are asked for?",
                    e);
        } catch (ExecutionException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "Spark's executors can't run tasks of ours: " + SparkFailures.firstLine(e.getCause()),
                    e);
        } catch (InterruptedException e) {
            answers.cancel(true);
            throw cancelled(e);
        }
    }

    private static ConnectorException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectorException(ErrorCode.CANCELLED, "cancelled while waiting for Spark's executors", e);
    }

    void requireJava(int needed) {
        if (java < needed) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "Sluice needs Java " + needed + " or newer, and an executor of Spark runs on Java " + java
                            + "; set spark.executorEnv.JAVA_HOME to a newer JDK that is on all machines, the JAVA_HOME"
                            + " of the workers, or another image");
        }
    }
}
