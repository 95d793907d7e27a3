package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Hands a command over to {@code spark-submit}, which knows Spark's jars, its configuration and the cluster. Secrets don't
 * go this way: the pipeline file is read again there, in the same environment.
 */
final class SparkSubmit {
    private static final String MAIN = "dev.sluice.runners.spark.SparkMain";
    private static final String MASTER = "--master";
    private static final int END_SECONDS = 30;

    private final Console console;

    SparkSubmit(Console console) {
        this.console = console;
    }

    /**
     * Runs it to its end.
     *
     * @param arguments of the program
     * @param master the cluster; empty for what Spark's configuration says
     * @return its exit code
     */
    int run(List<String> arguments, String master) {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        if (!master.isEmpty()) {
            command.addAll(List.of(MASTER, master));
        }
        drivers().ifPresent(jars -> command.addAll(List.of("--jars", jars)));
        command.addAll(List.of("--class", MAIN, jar().toString()));
        command.addAll(withoutMaster(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(console.folder().toFile()).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return await(start(builder));
    }

    private Path program() {
        String home = console.environment().apply("SPARK_HOME");
        if (home == null || home.isEmpty()) {
            throw missing("'--runner spark' needs Spark 4: set SPARK_HOME to its folder");
        }
        Path program = Path.of(home, "bin", "spark-submit");
        if (!Files.isExecutable(program)) {
            throw missing(
                    "SPARK_HOME is " + home + ", but there is no " + program + "; set it to a Spark installation");
        }
        return program;
    }

    private Path jar() {
        String named = console.environment().apply("SLUICE_SPARK_JAR");
        String home = System.getProperty("sluice.home");
        Path jar = named != null && !named.isEmpty()
                ? console.folder().resolve(named)
                : Path.of(home == null ? "" : home, "spark", "sluice-spark.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw missing("there is no " + jar + ", which runs on Spark; put sluice-spark.jar there, or set"
                    + " SLUICE_SPARK_JAR to where it is");
        }
        return jar;
    }

    /** Jars of the distribution that have to stay what they are, and so aren't within the one that runs on Spark. */
    private static Optional<String> drivers() {
        String home = System.getProperty("sluice.home");
        Path folder = Path.of(home == null ? "" : home, "lib");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("ojdbc"))
                    .map(file -> file.toAbsolutePath().toString())
                    .reduce((one, other) -> one + "," + other);
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE, "can't list the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static ConnectorException missing(String message) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message);
    }

    /** The cluster is Spark's to know: for some of them it is another one within. */
    private static List<String> withoutMaster(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(MASTER)) {
                i++;
            } else if (!argument.startsWith(MASTER + "=")) {
                kept.add(argument);
            }
        }
        return kept;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE, "spark-submit can't be started: " + e.getMessage(), e);
        }
    }

    /** When this process is asked to end, so is the other, which removes what was staged. */
    private static int await(Process process) {
        Thread end = new Thread(() -> {
            process.destroy();
            try {
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int exitCode = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            return exitCode;
        } catch (InterruptedException e) {
            process.destroy();
            throw new ConnectorException(ErrorCode.CANCELLED, "cancelled", e);
        } catch (IllegalStateException e) {
            // this process is ending already
            return ErrorCode.CANCELLED.exitCode();
        }
    }
}
