package dev.sluice.testkit.s3;

import dev.sluice.testkit.server.ServerProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An S3 server that runs from a jar with everything in it, which the build puts into {@code target/servers}. */
abstract class JarServer implements ServerProgram {
    private final String name;
    private final Path jar;

    JarServer(String name) {
        this.name = name;
        this.jar = Path.of("target", "servers", name + ".jar").toAbsolutePath();
    }

    /** What follows {@code java}. */
    abstract List<String> arguments(Path jarFile, Path folder, int port) throws IOException;

    static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(Path folder) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + " is missing");
        }
    }

    @Override
    public List<String> command(Path folder, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments(jar, folder, port));
        return command;
    }

    /** Any answer will do. */
    @Override
    public void probe(int port) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) endpoint(port).toURL().openConnection();
        connection.getResponseCode();
        connection.disconnect();
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}
