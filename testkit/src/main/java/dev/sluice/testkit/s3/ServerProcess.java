package dev.sluice.testkit.s3;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java server in a process of its own. A shell holds it and waits for the end of its input, which is a pipe from this JVM:
 * however the JVM ends, the pipe closes, and the shell ends the server.
 */
final class ServerProcess {
    private static final long START_SECONDS = 60;
    private static final int PORT_ATTEMPTS = 3;

    /** The server must not inherit the signals that the shell ignores: it would ignore its own end too. */
    private static final String HOLD = """
        trap '' INT HUP TERM
        log=$1; shift
        (trap - INT HUP TERM; exec "$@") </dev/null >"$log" 2>&1 &
        server=$!
        read -r closed
        kill $server
        wait $server
        rm -f "$log"
        """;

    private ServerProcess() {}

    /** What to run on a port: the arguments of {@code java}. */
    interface Arguments {
        List<String> on(int port) throws IOException;
    }

    /** Starts a server on a free loopback port and waits until it answers. */
    static URI start(Arguments arguments) throws IOException, InterruptedException {
        IOException failure = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            Path log = Files.createTempFile(Folders.temporary(), "sluice-server-", ".log");
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", HOLD, "sh", log.toString()));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(arguments.on(port));
            Process shell = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            URI endpoint = URI.create("http://127.0.0.1:" + port);
            if (answers(endpoint)) {
                return endpoint;
            }
            failure = new IOException("the server did not start: " + Files.readString(log));
            shell.getOutputStream().close();
            shell.waitFor();
        }
        throw failure;
    }

    private static boolean answers(URI endpoint) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) endpoint.toURL().openConnection();
                connection.getResponseCode();
                connection.disconnect();
                return true;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
