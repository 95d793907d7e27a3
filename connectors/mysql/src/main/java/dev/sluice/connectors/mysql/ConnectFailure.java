package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.server.ConnectFailures;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.sql.SQLException;
import java.util.Locale;

/** What a failed connection attempt means. */
final class ConnectFailure {
    private ConnectFailure() {}

    static ConnectorException of(Options options, SQLException error) {
        String host = options.get(ServerOptions.HOST);
        String user = options.get(ServerOptions.USER);
        String database = options.get(ServerOptions.DATABASE);
        ConnectFailures failures =
                new ConnectFailures(MysqlDialect.EITHER, host, host + ":" + options.get(MysqlOptions.PORT));
        String text = ServerText.of(error);
        return switch (ServerText.number(error)) {
            case 1045, 1698, 1251, 1820, 1862 ->
                failures.ofLogin(
                        user, error, text, "check 'user' and 'password', and from which hosts the user may log in");
            case 1130 ->
                failures.ofLogin(user, error, text, "allow the user this machine: CREATE USER 'name'@'host' …");
            case 1049 -> failures.ofDatabase(database, error);
            case 1044 ->
                failures.ofPrivilege(
                        user,
                        text + "; GRANT SELECT ON " + MysqlDialect.EITHER.quote(database) + ".* TO '" + user + "'",
                        error);
            case 1040, 1203, 1226 ->
                failures.ofBusyServer(error, text + "; lower the parallelism or raise max_connections");
            case 1129 -> failures.ofBusyServer(error, text);
            default -> isAboutEncryption(text) ? failures.ofEncryption(error, text) : failures.ofNetwork(error, text);
        };
    }

    /** The driver has no exception of its own for it. */
    private static boolean isAboutEncryption(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("ssl") || lower.contains("certificate");
    }
}
