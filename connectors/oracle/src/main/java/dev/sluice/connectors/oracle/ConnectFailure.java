package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.server.ConnectFailures;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.sql.SQLException;

/** What a failed connection attempt means. */
final class ConnectFailure {
    private ConnectFailure() {}

    static ConnectorException of(Options options, SQLException error) {
        Dsn dsn = new Dsn(options.get(OracleOptions.DSN));
        String user = options.get(ServerOptions.USER);
        ConnectFailures failures = new ConnectFailures(OracleDialect.OLDEST, dsn.host(), dsn.address(), "'dsn'");
        String text = text(error);
        return switch (error.getErrorCode()) {
            case 1005, 1017 -> failures.ofLogin(user, error, text, "check 'user' and 'password'");
            case 28000 -> failures.ofLogin(user, error, text, "a DBA unlocks it: ALTER USER … ACCOUNT UNLOCK");
            case 28001 -> failures.ofLogin(user, error, text, "set a new password: ALTER USER … IDENTIFIED BY …");
            case 1045 -> failures.ofPrivilege(user, text + "; GRANT CREATE SESSION TO the user", error);
            case 12505, 12514 ->
                new ConnectorException(
                        ErrorCode.DATABASE_NOT_FOUND,
                        "Oracle: the listener at " + dsn.address() + " knows no service '" + dsn.service()
                                + "'; check 'dsn', and with lsnrctl services what the listener offers",
                        error);
            case 12154, 17870 -> ofAlias(dsn, error);
            case 18, 20, 12516, 12519, 12520 ->
                failures.ofBusyServer(error, text + "; lower the parallelism or raise PROCESSES and SESSIONS");
            case 1033, 1034, 1089, 12528 -> failures.ofBusyServer(error, text);
            case 12170, 12541, 12543, 17002, 17800, 17820, 17821, 17868, 18953 ->
                ofNetwork(dsn, failures.ofNetwork(withoutState(error), text), error);
            default -> ofNetwork(dsn, failures.ofNetwork(error, text), error);
        };
    }

    /** Where there is no tnsnames.ora, the driver takes an alias for a host's name. */
    private static ConnectorException ofNetwork(Dsn dsn, ConnectorException failure, SQLException error) {
        return failure.code() == ErrorCode.UNKNOWN_HOST && dsn.isAlias() ? ofAlias(dsn, error) : failure;
    }

    private static ConnectorException ofAlias(Dsn dsn, SQLException error) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "Oracle: '" + dsn.text() + "' is neither host:port/service_name nor an alias of tnsnames.ora;"
                        + " check 'dsn', and that 'tns_admin' is the folder of that file",
                error);
    }

    /** The server's words in one line, without the address of a help page. */
    static String text(SQLException error) {
        String message = String.valueOf(error.getMessage());
        int help = message.indexOf("https://docs.oracle.com");
        return (help < 0 ? message : message.substring(0, help)).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The driver gives network failures the state of other errors too. */
    private static SQLException withoutState(SQLException error) {
        return new SQLException(error.getMessage(), "08006", error.getErrorCode(), error);
    }
}
