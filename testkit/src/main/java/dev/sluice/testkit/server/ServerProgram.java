package dev.sluice.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What {@link ServerProcess} has to know of a server to start it in a folder of its own. */
public interface ServerProgram {
    /** In lower case, for folders and messages. */
    String name();

    /** Lays what the server needs into its folder, which is empty and readable for everybody. */
    void prepare(Path folder) throws IOException, InterruptedException;

    /** What runs in that folder until it is ended, and listens on a loopback port. */
    List<String> command(Path folder, int port) throws IOException;

    /** Fails as long as the server isn't ready. */
    void probe(int port) throws IOException, SQLException;

    /** The signal that ends it soonest and leaves no process: its files are deleted then. */
    String endSignal();
}
