package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.server.ConnectFailures;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** What a failed connection attempt means. */
final class ConnectFailure {
    private ConnectFailure() {}

    static ConnectorException of(Options options, SQLException error) {
        String host = options.get(ServerOptions.HOST);
        String user = options.get(ServerOptions.USER);
        ConnectFailures failures =
                new ConnectFailures(MssqlDialect.INSTANCE, host, host + ":" + options.get(MssqlOptions.PORT));
        String text = ServerText.of(error);
        return switch (ServerText.number(error)) {
            case 18452, 18456, 18470, 18486, 18487, 18488 ->
                failures.ofLogin(
                        user,
                        error,
                        text,
                        "check 'user' and 'password', and that the server allows SQL Server authentication");
            case 40615, 47073 -> failures.ofLogin(user, error, text, "allow this machine in the server's firewall");
            case 911, 916, 4060 -> failures.ofClosedDatabase(options.get(ServerOptions.DATABASE), user, error);
            case 10928, 10929, 17809, 40197, 40501, 40613, 49918, 49919, 49920 -> failures.ofBusyServer(error, text);
            default -> isKnown(host) ? failures.ofNetwork(error, text) : failures.ofUnknownHost(error);
        };
    }

    /** The driver says the same of a host without an address as of one that doesn't answer. */
    private static boolean isKnown(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
