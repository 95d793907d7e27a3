package dev.sluice.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An application that was submitted, with two executors of one core each in processes of their own. What it says goes to a
 * file.
 */
final class SparkProcess implements AutoCloseable {
    private static final String MASTER = "local-cluster[2,1,1024]";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    private static final long LONGEST_MINUTES = 4;

    private final Process process;
    private final Path output;

    private SparkProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Submits it.
     *
     * @param folder to work in
     * @param conf Spark's settings
     * @param arguments of {@code sluice run}
     */
    static SparkProcess submit(Path folder, Map<String, String> conf, String... arguments) throws IOException {
        return submitTo(MASTER, folder, conf, arguments);
    }

    /** Submits one to another cluster. */
    static SparkProcess submitTo(String master, Path folder, Map<String, String> conf, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(SparkHome.submit().toString(), "--master", master));
        conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--class", SparkMain.class.getName(), SparkHome.JAR.toString()));
        command.addAll(List.of(arguments));
        return start(folder, Map.of(), command);
    }

    /** Starts a command that submits one. */
    static SparkProcess start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new SparkProcess(builder.start(), output);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The executors that are running now. */
    List<ProcessHandle> executors() {
        return process.descendants().filter(SparkProcess::isExecutor).toList();
    }

    static boolean isExecutor(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(EXECUTOR);
    }

    /** The command lines of all its processes. */
    List<String> commandLines() {
        return process.descendants()
                .map(child -> child.info().commandLine().orElse(""))
                .toList();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int awaitEnd() throws IOException, InterruptedException {
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                .as(() -> "the application ends; it said " + readOutput())
                .isTrue();
        return process.exitValue();
    }

    private String readOutput() {
        try {
            return output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    void awaitSuccess() throws IOException, InterruptedException {
        int exitCode = awaitEnd();
        assertThat(exitCode).as(output()).isZero();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
