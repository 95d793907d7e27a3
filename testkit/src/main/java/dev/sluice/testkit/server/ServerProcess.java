package dev.sluice.testkit.server;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts servers on free loopback ports, each in a process and a temporary folder of its own.
 *
 * <p>A shell holds the server and waits for the end of its input, which is a pipe from this JVM: however the JVM ends, the
 * pipe closes, and the shell stops the server and removes its folder.
 */
public final class ServerProcess {
    private static final long START_SECONDS = 60;
    private static final int PORT_ATTEMPTS = 3;

    /** The server must not inherit the signals that the shell ignores: it would ignore its own end too. */
    private static final String HOLD = """
        trap '' INT HUP TERM
        signal=$1; folder=$2; shift 2
        (trap - INT HUP TERM; exec "$@") </dev/null >"$folder/server.log" 2>&1 &
        server=$!
        echo $server
        read -r closed
        kill "-$signal" $server
        wait $server
        rm -rf "$folder"
        """;

    private ServerProcess() {}

    /** Starts a server and waits until it is ready: the port it listens on. */
    public static int start(ServerProgram program) throws IOException, InterruptedException {
        IOException failure = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            Path folder = prepare(program);
            Process shell = launch(program, folder, port);
            try {
                awaitReady(program, shell, folder, port);
                return port;
            } catch (IOException e) {
                failure = e;
                shell.getOutputStream().close();
                shell.waitFor();
            }
        }
        throw failure;
    }

    private static Path prepare(ServerProgram program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Folders.temporary(), "sluice-" + program.name() + "-");
        try {
            Folders.makeReadable(folder);
            program.prepare(folder);
            return folder;
        } catch (IOException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    private static Process launch(ServerProgram program, Path folder, int port) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", HOLD, "sh", program.endSignal(), folder.toString()));
        command.addAll(program.command(folder, port));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitReady(ServerProgram program, Process shell, Path folder, int port)
            throws IOException, InterruptedException {
        long server = Long.parseLong(shell.inputReader().readLine());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                program.probe(port);
                return;
            } catch (IOException | SQLException e) {
                boolean alive =
                        ProcessHandle.of(server).map(ProcessHandle::isAlive).orElse(false);
                if (!alive || System.nanoTime() > deadline) {
                    throw new IOException(
                            "the embedded " + program.name() + " did not start: "
                                    + Files.readString(folder.resolve("server.log")),
                            e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
