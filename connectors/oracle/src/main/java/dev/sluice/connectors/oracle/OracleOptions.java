package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.jdbc.server.TlsMode;
import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What users configure, as source and as destination. */
final class OracleOptions {
    private static final int USUAL_PORT = 1521;

    static final Option<String> DSN = Option.string(
                    "dsn",
                    "Where the database is: host:port/service_name, a whole (DESCRIPTION=…), or an alias of"
                            + " tnsnames.ora")
            .required();
    static final Option<String> SCHEMA = Option.string(
            "schema", "Schema whose tables a source lists, and of names without a schema; left out, the user's own");
    static final Option<String> TNS_ADMIN =
            Option.path("tns_admin", "Folder of the tnsnames.ora that has the alias under 'dsn'");
    static final Option<String> WALLET =
            Option.path("wallet", "Folder of the wallet with the certificates to trust and to log in with");
    static final Option<String> WALLET_PASSWORD = Option.string(
                    "wallet_password", "The wallet's password, where it doesn't open by itself")
            .secret();
    static final Option<TlsMode> SSL_MODE = Option.choice(
                    "ssl_mode",
                    "Encryption of the connection: prefer and require use Oracle's own, verify_ca and verify_full use"
                            + " TLS and check the server's certificate",
                    TlsMode.class)
            .defaultValue(TlsMode.PREFER);
    static final Option<Boolean> CONSISTENT_READ = Option.bool(
                    "consistent_read",
                    "Read a table at one point in time with all connections, by AS OF SCN; false reads it with several"
                            + " connections that each see their own")
            .defaultValue(true);

    static final List<Option<?>> DESTINATION = List.of(
            DSN,
            ServerOptions.USER,
            ServerOptions.PASSWORD,
            SCHEMA,
            TNS_ADMIN,
            WALLET,
            WALLET_PASSWORD,
            SSL_MODE,
            ServerOptions.SSL_ROOT_CERT,
            ServerOptions.CONNECT_TIMEOUT,
            ServerOptions.STATEMENT_TIMEOUT,
            ServerOptions.BATCH_SIZE,
            ServerOptions.PROPERTIES);

    static final List<Option<?>> SOURCE = Stream.concat(DESTINATION.stream(), Stream.<Option<?>>of(CONSISTENT_READ))
            .toList();

    /** {@code oracle://user:password@host:port/service_name}. */
    static final UriMapping URI = new UriMapping(List.of("oracle"), uri -> {
        Map<String, Object> config = new LinkedHashMap<>();
        if (!uri.host().isEmpty()) {
            config.put("dsn", uri.host() + ":" + (uri.port() < 0 ? USUAL_PORT : uri.port()) + uri.path());
        }
        if (!uri.user().isEmpty()) {
            config.put("user", uri.user());
        }
        if (!uri.password().isEmpty()) {
            config.put("password", uri.password());
        }
        config.putAll(uri.parameters());
        return config;
    });

    private OracleOptions() {}
}
