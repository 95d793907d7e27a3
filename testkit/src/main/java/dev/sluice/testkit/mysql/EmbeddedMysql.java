package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.Programs;
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
    private static final String PASSWORD = "testkit-admin-secret";

    /** The one user that can log in, to be created in each product's own data folder. */
    static final String CREATE_USER = """
        CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
        """.formatted(USER, PASSWORD);

    private final Installation installation;

    private EmbeddedMysql(Installation installation) {
        this.installation = installation;
    }

    static TestingMysql start(Installation installation) throws IOException, InterruptedException {
        int port = ServerProcess.start(new EmbeddedMysql(installation));
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
