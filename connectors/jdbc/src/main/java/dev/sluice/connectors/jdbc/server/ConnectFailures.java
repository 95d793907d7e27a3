package dev.sluice.connectors.jdbc.server;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What failed connection attempts mean, for messages that a user can act on: an unknown host, no encrypted connection, and
 * nothing that answers look the same with every server; refused logins are the dialects' own.
 *
 * @param address host and port, for people
 * @param options the configuration keys that say where the server is, for people
 */
public record ConnectFailures(Dialect dialect, String host, String address, String options) {
    private static final Pattern OTHER_NAME = Pattern.compile(
            "hostname verification failed|hostnameverifier|server name in a certificate", Pattern.CASE_INSENSITIVE);

    public ConnectFailures(Dialect dialect, String host, String address) {
        this(dialect, host, address, "'host' and 'port'");
    }

    /** A failure that isn't the server's refusal of the login. */
    public ConnectorException ofNetwork(SQLException error, String text) {
        if (caused(error, UnknownHostException.class)) {
            return ofUnknownHost(error);
        }
        boolean encryption = caused(error, SSLException.class)
                || caused(error, GeneralSecurityException.class)
                || isForAnotherName(text);
        if (encryption) {
            return ofEncryption(error, text);
        }
        String state = error.getSQLState();
        boolean network = state == null || state.startsWith("08") || caused(error, IOException.class);
        return network
                ? of(
                        ErrorCode.UNREACHABLE,
                        "nothing answers at " + address + ": " + text + "; check " + options
                                + ", and that the server runs",
                        error)
                : dialect.failure("connecting to " + address, error);
    }

    /** There is no encrypted connection, or the server's certificate isn't trusted. */
    public ConnectorException ofEncryption(SQLException error, String text) {
        String reason = text + "; check 'ssl_mode' and 'ssl_root_cert'";
        if (isForAnotherName(text)) {
            reason = "the server's certificate is for another name than '" + host + "' (" + text
                    + "); connect by a name it is for, or check its authority alone with ssl_mode: verify_ca";
        } else if (caused(error, CertPathValidatorException.class) || caused(error, CertPathBuilderException.class)) {
            reason = "the server's certificate isn't from an authority that is trusted (" + text
                    + "); name a file with its authority in 'ssl_root_cert'";
        }
        return of(ErrorCode.LOGIN_REFUSED, "no encrypted connection to " + address + ": " + reason, error);
    }

    /** There is no address for the host's name. */
    public ConnectorException ofUnknownHost(SQLException error) {
        return of(ErrorCode.UNKNOWN_HOST, "the host name '" + host + "' is not known; check " + options, error);
    }

    /** The login of a user was refused. */
    public ConnectorException ofLogin(String user, SQLException error, String text, String advice) {
        return of(
                ErrorCode.LOGIN_REFUSED,
                address + " refuses the login of user '" + user + "': " + text + "; " + advice,
                error);
    }

    /** There is no database of that name. */
    public ConnectorException ofDatabase(String database, SQLException error) {
        return of(
                ErrorCode.DATABASE_NOT_FOUND, address + " has no database '" + database + "'; check 'database'", error);
    }

    /** There is no database of that name, or the user may not use it: the server doesn't say which. */
    public ConnectorException ofClosedDatabase(String database, String user, SQLException error) {
        return of(
                ErrorCode.DATABASE_NOT_FOUND,
                address + " has no database '" + database + "', or user '" + user
                        + "' may not use it; check 'database'",
                error);
    }

    /** The user may log in, but not use the database. */
    public ConnectorException ofPrivilege(String user, String grant, SQLException error) {
        return of(ErrorCode.PERMISSION_DENIED, "user '" + user + "' may not connect: " + grant, error);
    }

    /** The server can't take a connection now. */
    public ConnectorException ofBusyServer(SQLException error, String text) {
        return of(ErrorCode.TRY_AGAIN, address + ": " + text, error);
    }

    private ConnectorException of(ErrorCode code, String message, SQLException error) {
        return new ConnectorException(code, dialect.product() + ": " + message, error);
    }

    /** Drivers check names by themselves, and have no exception of their own for it. */
    private static boolean isForAnotherName(String text) {
        return OTHER_NAME.matcher(text).find();
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
