package dev.sluice.runners.spark;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code spark-submit} starts: the arguments are those of {@code sluice run}. Compiled for the oldest Java that Spark
 * runs on, so that it can say that a newer one is needed; the rest is found by name only.
 */
public final class SparkMain {
    static final int NEEDED = 21;

    private static final String RUNNER = "--runner";

    private SparkMain() {}

    /** Runs a pipeline; ends the process with the exit code of {@code sluice run}. */
    public static void main(String[] args) throws ReflectiveOperationException {
        int java = Runtime.version().feature();
        if (java < NEEDED) {
            throw new IllegalStateException(
                    "Sluice needs Java " + NEEDED + " or newer, and Spark's driver runs on Java " + java
                            + "; set JAVA_HOME for it, or spark.yarn.appMasterEnv.JAVA_HOME, or take another image");
        }
        try {
            Class.forName("dev.sluice.cli.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) command(args));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    static String[] command(String... args) {
        List<String> command = new ArrayList<>(Arrays.asList(args));
        boolean complete = command.stream().anyMatch(arg -> arg.equals(RUNNER) || arg.startsWith(RUNNER + "="));
        if (!complete) {
            command.add(0, "run");
            command.addAll(Arrays.asList(RUNNER, "spark"));
        }
        return command.toArray(new String[0]);
    }
}
