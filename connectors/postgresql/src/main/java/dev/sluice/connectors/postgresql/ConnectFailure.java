package dev.sluice.connectors.postgresql;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** What a failed connection attempt means. */
final class ConnectFailure {
    private ConnectFailure() {}

    static ConnectorException of(Options options, SQLException error) {
        String host = options.get(PostgresOptions.HOST);
        String address = host + ":" + options.get(PostgresOptions.PORT);
        String user = options.get(PostgresOptions.USER);
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (caused(error, UnknownHostException.class)) {
            return failure(ErrorCode.UNKNOWN_HOST, "the host name '" + host + "' is not known; check 'host'", error);
        }
        if (caused(error, SSLException.class)) {
            return failure(
                    ErrorCode.LOGIN_REFUSED,
                    "no encrypted connection to " + address + ": " + ServerText.of(error)
                            + "; check 'ssl_mode' and 'ssl_root_cert'",
                    error);
        }
        return switch (state) {
            case "28P01", "28000" ->
                failure(
                        ErrorCode.LOGIN_REFUSED,
                        address + " refuses the login of user '" + user + "': " + ServerText.of(error)
                                + "; check 'user' and 'password', and the server's pg_hba.conf",
                        error);
            case "08004" ->
                failure(
                        ErrorCode.LOGIN_REFUSED,
                        address + " refuses the login of user '" + user + "': " + ServerText.of(error)
                                + "; check 'password'",
                        error);
            case "3D000" ->
                failure(
                        ErrorCode.DATABASE_NOT_FOUND,
                        address + " has no database '" + options.get(PostgresOptions.DATABASE) + "'; check 'database'",
                        error);
            case "42501" ->
                failure(
                        ErrorCode.PERMISSION_DENIED,
                        "user '" + user + "' may not connect: GRANT CONNECT ON DATABASE "
                                + PostgresDialect.INSTANCE.quote(options.get(PostgresOptions.DATABASE)) + " TO "
                                + PostgresDialect.INSTANCE.quote(user),
                        error);
            case "53300" ->
                failure(
                        ErrorCode.TRY_AGAIN,
                        address + " takes no more connections: " + ServerText.of(error)
                                + "; lower the parallelism or raise max_connections",
                        error);
            case "57P03" -> failure(ErrorCode.TRY_AGAIN, address + ": " + ServerText.of(error), error);
            default -> ofNetwork(address, error);
        };
    }

    private static ConnectorException ofNetwork(String address, SQLException error) {
        boolean network =
                error.getSQLState() == null || error.getSQLState().startsWith("08") || caused(error, IOException.class);
        return network
                ? failure(
                        ErrorCode.UNREACHABLE,
                        "nothing answers at " + address + ": " + ServerText.of(error)
                                + "; check 'host' and 'port', and that the server runs",
                        error)
                : PostgresDialect.INSTANCE.failure("connecting to " + address, error);
    }

    private static ConnectorException failure(ErrorCode code, String message, SQLException error) {
        return new ConnectorException(code, "PostgreSQL: " + message, error);
    }

    private static boolean caused(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
