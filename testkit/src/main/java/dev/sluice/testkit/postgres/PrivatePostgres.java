package dev.sluice.testkit.postgres;

import dev.sluice.testkit.server.Programs;
import dev.sluice.testkit.server.ServerProcess;
import dev.sluice.testkit.server.ServerUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL server that one test has for itself, and may restart. Only from the embedded binaries. */
public final class PrivatePostgres implements AutoCloseable {
    private final EmbeddedPostgres program;
    private final TestingPostgres server;

    /** How a server that shuts down treats who is connected. */
    public enum Shutdown {
        /** Transactions are rolled back and told so. */
        FAST,
        /** As in a crash: nobody is told, and the next start recovers from the log. */
        IMMEDIATE
    }

    private PrivatePostgres(EmbeddedPostgres program, int port) {
        this.program = program;
        this.server = EmbeddedPostgres.at(port);
    }

    public static PrivatePostgres start() throws IOException, InterruptedException {
        EmbeddedPostgres program = EmbeddedPostgres.unpacked(null);
        return new PrivatePostgres(program, ServerProcess.start(program));
    }

    public TestingPostgres server() {
        return server;
    }

    /** A database whose commits are durable once they are answered, as those of the shared server are not. */
    public TestingDatabase createDatabase() {
        TestingDatabase database = server.createDatabase();
        server.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
        return database;
    }

    /** Returns when connections are accepted again. */
    public void restart(Shutdown shutdown) throws IOException, InterruptedException {
        control("restart", shutdown);
    }

    private void control(String action, Shutdown shutdown) throws IOException, InterruptedException {
        Path data = program.data();
        Programs.run(
                Path.of("/"),
                ServerUser.command(List.of(
                        program.binary("pg_ctl"),
                        action,
                        "--pgdata=" + data,
                        "--mode=" + shutdown.name().toLowerCase(java.util.Locale.ROOT),
                        "--log=" + data.resolve("restarts.log"),
                        "--wait",
                        "--silent")));
    }

    /** A server that was restarted is nobody's child: it has to be stopped before its files are gone. */
    @Override
    public void close() throws IOException, InterruptedException {
        control("stop", Shutdown.FAST);
    }
}
