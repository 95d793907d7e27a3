package dev.sluice.connectors.jdbc.server;

import dev.sluice.spi.Option;
import java.util.Map;

/** The configuration keys that connections to database servers have in common. */
public final class ServerOptions {
    public static final Option<String> HOST =
            Option.string("host", "Name or address of the server").required();
    public static final Option<String> DATABASE =
            Option.string("database", "Database to connect to").required();
    public static final Option<String> USER =
            Option.string("user", "User to log in as").required();
    public static final Option<String> PASSWORD =
            Option.string("password", "The user's password").secret();
    public static final Option<TlsMode> SSL_MODE = Option.choice(
                    "ssl_mode", "Encryption of the connection and check of the server's certificate", TlsMode.class)
            .defaultValue(TlsMode.PREFER);
    public static final Option<String> SSL_ROOT_CERT = Option.string(
            "ssl_root_cert", "File with the certificate authorities to trust, for verify_ca and verify_full");
    public static final Option<Integer> CONNECT_TIMEOUT = Option.integer(
                    "connect_timeout", "Seconds to wait for the server to answer")
            .between(1, 3600)
            .defaultValue(15);
    public static final Option<Integer> STATEMENT_TIMEOUT = Option.integer(
                    "statement_timeout",
                    "Seconds after which the server ends a statement, also a table's read; 0 for never")
            .between(0, 1_000_000)
            .defaultValue(0);
    public static final Option<Integer> LOCK_TIMEOUT = Option.integer(
                    "lock_timeout", "Seconds to wait for a lock that someone else holds; 0 for ever")
            .between(0, 1_000_000)
            .defaultValue(0);
    public static final Option<Integer> BATCH_SIZE = Option.integer(
                    "batch_size", "Rows per batch; left out, batches are sized by bytes")
            .between(1, 1_000_000);
    public static final Option<Map<String, String>> PROPERTIES = Option.map(
                    "properties", "More properties of the JDBC driver, by their own names")
            .defaultValue(Map.of());

    private ServerOptions() {}

    /** The TCP port, with the port that the product listens at unless told otherwise. */
    public static Option<Integer> port(int usual) {
        return Option.integer("port", "TCP port of the server")
                .between(1, 65_535)
                .defaultValue(usual);
    }
}
