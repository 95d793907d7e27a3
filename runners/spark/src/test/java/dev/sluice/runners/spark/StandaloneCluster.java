package dev.sluice.runners.spark;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A master and workers of one core each, as processes. Each worker has a loopback address of its own: Spark takes them for
 * different machines, which it needs to overtake a straggler.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final String DEPLOY = "org.apache.spark.deploy.";
    private static final long PATIENCE_MILLIS = 60_000;

    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final String master;

    private StandaloneCluster(Path folder, String master) {
        this.folder = folder;
        this.master = master;
    }

    static StandaloneCluster start(Path folder, int workers) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        StandaloneCluster cluster = new StandaloneCluster(folder, "spark://127.0.0.1:" + port);
        cluster.start("master.Master", "127.0.0.1", "--port", Integer.toString(port));
        for (int i = 1; i <= workers; i++) {
            String work = folder.resolve("work" + i).toString();
            cluster.start(
                    "worker.Worker",
                    "127.0.0." + i,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    work,
                    cluster.master);
        }
        cluster.awaitWorkers(workers);
        return cluster;
    }

    private void start(String program, String host, String... arguments) throws IOException {
        Path home = SparkHome.folder();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                home.resolve("jars") + "/*",
                DEPLOY + program,
                "--host",
                host,
                "--webui-port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", host);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.start());
    }

    private Path log() {
        return folder.resolve("cluster.txt");
    }

    private void awaitWorkers(int workers) throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (registered() < workers) {
            if (System.currentTimeMillis() > deadline) {
                close();
                throw new IllegalStateException("no cluster came up: " + Files.readString(log()));
            }
            Thread.sleep(100);
        }
    }

    private long registered() throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("Successfully registered with master"))
                    .count();
        }
    }

    String master() {
        return master;
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The executors that are running now. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(SparkProcess::isExecutor)
                .toList();
    }
}
