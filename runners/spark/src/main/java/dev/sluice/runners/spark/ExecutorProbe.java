package dev.sluice.runners.spark;

import org.apache.spark.api.java.function.Function;

/**
 * Asks an executor what it runs on. Compiled for the oldest Java that Spark runs on, so that an executor on such a one can
 * answer; the answer needs no class of ours for the same reason.
 */
final class ExecutorProbe implements Function<Integer, long[]> {
    /** Where in the answer is the version of Java. */
    static final int JAVA = 0;
    /** Where in the answer is the largest heap, in bytes. */
    static final int HEAP = 1;

    private static final long serialVersionUID = 1L;

    @Override
    public long[] call(Integer number) {
        return new long[] {Runtime.version().feature(), Runtime.getRuntime().maxMemory()};
    }
}
