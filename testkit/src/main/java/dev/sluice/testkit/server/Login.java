package dev.sluice.testkit.server;

/** Where a server listens, and a user who may do everything there, but has to show a password. */
public record Login(String host, int port, String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
