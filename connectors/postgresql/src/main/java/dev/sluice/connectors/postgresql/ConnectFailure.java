package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.server.ConnectFailures;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.sql.SQLException;

/** What a failed connection attempt means. */
final class ConnectFailure {
    private ConnectFailure() {}

    static ConnectorException of(Options options, SQLException error) {
        PostgresDialect dialect = PostgresDialect.INSTANCE;
        String host = options.get(ServerOptions.HOST);
        String user = options.get(ServerOptions.USER);
        String database = options.get(ServerOptions.DATABASE);
        String text = ServerText.of(error);
        ConnectFailures failures = new ConnectFailures(dialect, host, host + ":" + options.get(PostgresOptions.PORT));
        return switch (error.getSQLState() == null ? "" : error.getSQLState()) {
            case "28P01", "28000" ->
                failures.ofLogin(user, error, text, "check 'user' and 'password', and the server's pg_hba.conf");
            case "08004" -> failures.ofLogin(user, error, text, "check 'password'");
            case "3D000" -> failures.ofDatabase(database, error);
            case "42501" ->
                failures.ofPrivilege(
                        user,
                        "GRANT CONNECT ON DATABASE " + dialect.quote(database) + " TO " + dialect.quote(user),
                        error);
            case "53300" ->
                failures.ofBusyServer(
                        error,
                        "the server takes no more connections: " + text
                                + "; lower the parallelism or raise max_connections");
            case "57P03" -> failures.ofBusyServer(error, text);
            default -> failures.ofNetwork(error, text);
        };
    }
}
