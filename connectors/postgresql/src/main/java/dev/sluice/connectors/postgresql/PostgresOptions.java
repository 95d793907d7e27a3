package dev.sluice.connectors.postgresql;

import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.List;
import java.util.Map;

/** What users configure, as source and as destination. */
final class PostgresOptions {
    /** As value of {@link #SCHEMA}. */
    static final String ALL_SCHEMAS = "*";

    static final Option<String> HOST =
            Option.string("host", "Name or address of the server").required();
    static final Option<String> DATABASE =
            Option.string("database", "Database to connect to").required();
    static final Option<String> USER =
            Option.string("user", "Role to log in as").required();
    static final Option<String> PASSWORD = Option.string(
                    "password", "Its password; left out for trust, peer and certificate logins, and for ~/.pgpass")
            .secret();
    static final Option<Integer> PORT =
            Option.integer("port", "TCP port of the server").between(1, 65_535).defaultValue(5432);
    static final Option<String> SCHEMA = Option.string(
                    "schema", "Schema whose tables a source lists (* for all), and of names without a schema")
            .defaultValue("public");
    static final Option<TlsMode> SSL_MODE = Option.choice(
                    "ssl_mode", "Encryption of the connection and check of the server's certificate", TlsMode.class)
            .defaultValue(TlsMode.PREFER);
    static final Option<String> SSL_ROOT_CERT = Option.string(
            "ssl_root_cert", "File with the certificate authorities to trust, for verify_ca and verify_full");
    static final Option<Integer> CONNECT_TIMEOUT = Option.integer(
                    "connect_timeout", "Seconds to wait for the server to answer")
            .between(1, 3600)
            .defaultValue(15);
    static final Option<Integer> STATEMENT_TIMEOUT = Option.integer(
                    "statement_timeout",
                    "Seconds after which the server ends a statement, also a table's read; 0 for never")
            .between(0, 1_000_000)
            .defaultValue(0);
    static final Option<Integer> LOCK_TIMEOUT = Option.integer(
                    "lock_timeout", "Seconds to wait for a lock that someone else holds; 0 for ever")
            .between(0, 1_000_000)
            .defaultValue(0);
    static final Option<Integer> BATCH_SIZE = Option.integer(
                    "batch_size", "Rows per batch; left out, batches are sized by bytes")
            .between(1, 1_000_000);
    static final Option<Map<String, String>> PROPERTIES = Option.map(
                    "properties", "More properties of the JDBC driver, such as targetServerType")
            .defaultValue(Map.of());

    static final List<Option<?>> ALL = List.of(
            HOST,
            DATABASE,
            USER,
            PASSWORD,
            PORT,
            SCHEMA,
            SSL_MODE,
            SSL_ROOT_CERT,
            CONNECT_TIMEOUT,
            STATEMENT_TIMEOUT,
            LOCK_TIMEOUT,
            BATCH_SIZE,
            PROPERTIES);

    static final UriMapping URI = UriMapping.server("database", "postgresql", "postgres");

    private PostgresOptions() {}
}
