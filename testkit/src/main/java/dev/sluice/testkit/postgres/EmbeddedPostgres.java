package dev.sluice.testkit.postgres;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.Programs;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.ServerProcess;
import dev.sluice.testkit.server.ServerProgram;
import dev.sluice.testkit.server.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL from the embedded binaries, with an empty cluster of its own, tuned for tests: nothing is ever synced to disk. */
final class EmbeddedPostgres implements ServerProgram {
    private static final String USER = "postgres";
    private static final String TLS = "tls";
    private static final String PASSWORD = "testkit-superuser-secret";

    private final Path binaries;
    private final ServerCertificate certificate;
    private Path data;

    private EmbeddedPostgres(Path binaries, ServerCertificate certificate) {
        this.binaries = binaries;
        this.certificate = certificate;
    }

    /** Without encryption. */
    static TestingPostgres start() throws IOException, InterruptedException {
        return start(null);
    }

    static TestingPostgres start(ServerCertificate certificate) throws IOException, InterruptedException {
        return at(ServerProcess.start(unpacked(certificate)));
    }

    /**
     * @param certificate null for a server without encryption
     */
    static EmbeddedPostgres unpacked(ServerCertificate certificate) throws IOException, InterruptedException {
        return new EmbeddedPostgres(PostgresBinaries.unpacked().resolve("bin"), certificate);
    }

    String binary(String name) {
        return binaries.resolve(name).toString();
    }

    /** The server's files, once it was prepared. */
    Path data() {
        return data;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void prepare(Path folder) throws IOException, InterruptedException {
        data = ServerUser.createFolder(folder.resolve("data"));
        Path passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
        List<String> initdb = ServerUser.command(List.of(
                binary("initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"));
        Programs.run(folder, initdb);
        Files.delete(passwordFile);
        if (certificate != null) {
            certificate.copyTo(folder.resolve(TLS));
        }
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> command = ServerUser.command(
                List.of(binary("postgres"), "-D", folder.resolve("data").toString()));
        List<String> settings = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "full_page_writes=off",
                "synchronous_commit=off",
                "wal_level=logical",
                "max_connections=200",
                "lc_messages=C"));
        if (certificate != null) {
            ServerCertificate copy = certificate.in(folder.resolve(TLS));
            settings.addAll(List.of("ssl=on", "ssl_cert_file=" + copy.chain(), "ssl_key_file=" + copy.key()));
        }
        for (String setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    /** A login goes through; before that the server says 57P03 (starting up) or nothing listens yet. */
    @Override
    public void probe(int port) throws SQLException {
        at(port).connect().close();
    }

    /** Fast shutdown, which ends the server's own processes too. */
    @Override
    public String endSignal() {
        return "INT";
    }

    static TestingPostgres at(int port) {
        return new TestingPostgres(new Login("127.0.0.1", port, USER, PASSWORD), USER);
    }
}
