package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.ClientConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on a loopback port for clients of SQL Server. Thread-safe. */
public final class TdsServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Engine engine;
    private final Map<ClientConnection, Thread> clients = new ConcurrentHashMap<>();

    private TdsServer(ServerSocket listener, Engine engine) {
        this.listener = listener;
        this.engine = engine;
    }

    /** A server whose databases are in memory. */
    public static TdsServer inMemory() {
        String prefix = "mem:sluice-" + UUID.randomUUID() + "-";
        return start(new Engine(name -> prefix + name.toLowerCase(Locale.ROOT)));
    }

    /** A server whose databases are files of a folder, for more rows than memory holds. */
    public static TdsServer inFolder(Path folder) {
        return start(new Engine(name -> "file:" + folder.toAbsolutePath().resolve("database-" + databaseFile(name))));
    }

    private static String databaseFile(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    private static TdsServer start(Engine engine) {
        try {
            TdsServer server = new TdsServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), engine);
            Thread.ofPlatform().daemon().name("tds-listener").start(server::listen);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listener.accept();
                ClientConnection client = new ClientConnection(socket, engine.session());
                Thread session = Thread.ofPlatform()
                        .daemon()
                        .name("tds-session")
                        .unstarted(() -> {
                            try {
                                client.run();
                            } finally {
                                clients.remove(client);
                            }
                        });
                clients.put(client, session);
                session.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void addLogin(String user, String password) {
        engine.addLogin(user, password);
    }

    /** Statements that the grammar of T-SQL doesn't accept, in the order they came. */
    public List<String> rejectedStatements() {
        return engine.rejected();
    }

    /** Ends every connection, and with it every database. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Map.Entry<ClientConnection, Thread> client : clients.entrySet()) {
                client.getKey().close();
                client.getValue().join(Duration.ofSeconds(10));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
