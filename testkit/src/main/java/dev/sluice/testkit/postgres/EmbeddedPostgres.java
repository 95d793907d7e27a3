package dev.sluice.testkit.postgres;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server from the embedded binaries with an empty cluster of its own, tuned for tests: nothing is ever synced to
 * disk. The server refuses to run as root, so root starts it as an unprivileged user.
 *
 * <p>A shell holds the server and waits for the end of its input, which is a pipe from this JVM: however the JVM ends,
 * the pipe closes, and the shell stops the server and removes its files.
 */
final class EmbeddedPostgres {
    private static final String USER = "postgres";
    private static final String PASSWORD = "testkit-superuser-secret";
    private static final int UNPRIVILEGED = 65534;
    private static final long START_SECONDS = 60;
    private static final int PORT_ATTEMPTS = 3;

    private static final String HOLD = """
        trap '' INT HUP TERM
        folder=$1; shift
        "$@" </dev/null >"$folder/server.log" 2>&1 &
        server=$!
        echo $server
        read -r closed
        kill -INT $server
        wait $server
        rm -rf "$folder"
        """;

    private EmbeddedPostgres() {}

    static TestingPostgres start() throws IOException, InterruptedException {
        Path binaries = PostgresBinaries.unpacked().resolve("bin");
        Path folder = Files.createTempDirectory(Folders.temporary(), "sluice-postgres-");
        Folders.makeReadable(folder);
        initialize(binaries, folder);
        IOException failure = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            Process shell = launch(binaries, folder, port);
            try {
                awaitReady(shell, folder, port);
                return new TestingPostgres("127.0.0.1", port, USER, USER, PASSWORD);
            } catch (IOException e) {
                failure = e;
                shell.getOutputStream().close();
                shell.waitFor();
                Folders.createReadable(folder);
                initialize(binaries, folder);
            }
        }
        Folders.delete(folder);
        throw failure;
    }

    private static void initialize(Path binaries, Path folder) throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            Files.setAttribute(data, "unix:uid", UNPRIVILEGED);
            Files.setAttribute(data, "unix:gid", UNPRIVILEGED);
        }
        List<String> command = unprivileged(binaries.resolve("initdb").toString());
        command.addAll(List.of(
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions"));
        Process initdb = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(initdb.getInputStream().readAllBytes());
        if (initdb.waitFor() != 0) {
            Folders.delete(folder);
            throw new IOException("initdb failed: " + output);
        }
        Files.delete(passwordFile);
    }

    private static Process launch(Path binaries, Path folder, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", HOLD, "sh", folder.toString()));
        command.addAll(unprivileged(binaries.resolve("postgres").toString()));
        command.addAll(List.of("-D", folder.resolve("data").toString()));
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "full_page_writes=off",
                "synchronous_commit=off",
                "wal_level=logical",
                "max_connections=200",
                "lc_messages=C")) {
            command.add("-c");
            command.add(setting);
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Until a login goes through; before that the server says 57P03 (starting up) or nothing listens yet. */
    private static void awaitReady(Process shell, Path folder, int port) throws IOException, InterruptedException {
        long server = Long.parseLong(shell.inputReader().readLine());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + USER;
        while (true) {
            try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD)) {
                if (connection.isValid(0)) {
                    return;
                }
            } catch (SQLException e) {
                boolean alive =
                        ProcessHandle.of(server).map(ProcessHandle::isAlive).orElse(false);
                if (!alive || System.nanoTime() > deadline) {
                    throw new IOException(
                            "the embedded server did not start: " + Files.readString(folder.resolve("server.log")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static List<String> unprivileged(String program) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=" + UNPRIVILEGED, "--clear-groups"));
        }
        command.addAll(List.of("env", "-i", "HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", program));
        return command;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
