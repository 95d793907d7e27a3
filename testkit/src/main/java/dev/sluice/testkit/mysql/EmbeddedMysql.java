package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.Programs;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.ServerProcess;
import dev.sluice.testkit.server.ServerProgram;
import dev.sluice.testkit.server.ServerUser;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** A server of either product, with data of its own, tuned for tests: nothing is ever synced to disk. */
final class EmbeddedMysql implements ServerProgram {
    static final String USER = "testkit";
    private static final String TLS = "tls";
    private static final String PASSWORD = "testkit-admin-secret";

    /** The one user that can log in, to be created in each product's own data folder. */
    static final String CREATE_USER = """
        CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
        """.formatted(USER, PASSWORD);

    private final Installation installation;
    private final ServerCertificate certificate;

    private EmbeddedMysql(Installation installation, ServerCertificate certificate) {
        this.installation = installation;
        this.certificate = certificate;
    }

    /** With the encryption that the product has unless it is told otherwise. */
    static TestingMysql start(Installation installation) throws IOException, InterruptedException {
        return start(installation, null);
    }

    static TestingMysql start(Installation installation, ServerCertificate certificate)
            throws IOException, InterruptedException {
        int port = ServerProcess.start(new EmbeddedMysql(installation, certificate));
        return at(installation.product(), port);
    }

    @Override
    public String name() {
        return installation.product().toLowerCase(Locale.ROOT);
    }

    @Override
    public void prepare(Path folder) throws IOException, InterruptedException {
        Programs.run(
                folder,
                List.of("cp", "-a", installation.data().toString(), data(folder).toString()));
        if (certificate != null) {
            certificate.copyTo(folder.resolve(TLS));
        }
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> command = ServerUser.command(installation.program());
        command.addAll(List.of(
                "--datadir=" + data(folder),
                "--socket=" + data(folder).resolve("server.sock"),
                "--pid-file=" + data(folder).resolve("server.pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--max-connections=200",
                "--local-infile=ON",
                "--server-id=1",
                "--log-bin=binlog",
                "--sync-binlog=0",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-flush-method=nosync",
                "--innodb-use-native-aio=OFF",
                "--innodb-buffer-pool-size=128M"));
        if (certificate != null) {
            ServerCertificate copy = certificate.in(folder.resolve(TLS));
            command.addAll(
                    List.of("--ssl-ca=" + copy.authority(), "--ssl-cert=" + copy.chain(), "--ssl-key=" + copy.key()));
        } else if (installation.product().equals(TestingMysql.MARIADB)) {
            // it would make a key for TLS at each start, which takes seconds
            command.add("--skip-ssl");
        }
        return command;
    }

    @Override
    public void probe(int port) throws SQLException {
        at(installation.product(), port).connect().close();
    }

    /** One process, and its data is thrown away. */
    @Override
    public String endSignal() {
        return "KILL";
    }

    private static TestingMysql at(String product, int port) {
        return new TestingMysql(product, new Login("127.0.0.1", port, USER, PASSWORD), "");
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }
}
