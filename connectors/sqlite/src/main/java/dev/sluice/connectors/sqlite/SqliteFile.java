package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/** A database file, and how connections to it are opened. */
record SqliteFile(Path path, int busyTimeoutSeconds) {
    private static final SqliteDialect DIALECT = new SqliteDialect();
    private static final int LOAD_CACHE_KIB = 16 * 1024;
    /** As the driver's SQLite was built. */
    private static final int MOST_ATTACHED = 125;

    static SqliteFile of(Options options) {
        String written = options.get(SqliteOptions.DATABASE_PATH);
        try {
            return new SqliteFile(Path.of(written).toAbsolutePath(), options.get(SqliteOptions.BUSY_TIMEOUT));
        } catch (InvalidPathException e) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "database_path '" + written + "' is not a path", e);
        }
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Opens the file for reading.
     *
     * @throws ConnectorException DATABASE_NOT_FOUND, PERMISSION_DENIED, MALFORMED_INPUT where it isn't a database
     */
    Connection read() {
        requireFile();
        if (!Files.isReadable(path)) {
            throw new ConnectorException(
                    ErrorCode.PERMISSION_DENIED, "the SQLite file '" + path + "' can't be read: check its permissions");
        }
        try {
            return readOnly();
        } catch (ConnectorException e) {
            if (e.code() != ErrorCode.PERMISSION_DENIED || !Files.isWritable(path)) {
                throw e;
            }
            rollBackWhatACrashLeft();
            return readOnly();
        }
    }

    private Connection readOnly() {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return open(config, "file:" + uriPath());
    }

    /** A transaction that a killed process left half written is undone by whoever reads next, who has to write for that. */
    private void rollBackWhatACrashLeft() {
        try {
            open(config(), "file:" + uriPath()).close();
        } catch (SQLException e) {
            throw DIALECT.failure("undoing the transaction that a crash left in '" + path + "'", e);
        }
    }

    /** Opens the file for writing; creates it where it is missing. */
    Connection write(Purpose purpose) {
        requireFolder();
        if (exists()) {
            requireFile();
            if (!Files.isWritable(path)) {
                throw new ConnectorException(
                        ErrorCode.PERMISSION_DENIED,
                        "the SQLite file '" + path + "' can't be written to: check its permissions");
            }
        }
        SQLiteConfig config = config();
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        if (purpose == Purpose.LOAD) {
            config.setCacheSize(-LOAD_CACHE_KIB);
            config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, String.valueOf(MOST_ATTACHED));
        }
        Connection connection = open(config, "file:" + uriPath());
        // otherwise RENAME fails where any view of the database is broken
        pragma(connection, "legacy_alter_table = ON");
        if (purpose == Purpose.LOAD) {
            relaxWhereNothingCanBeLost(connection);
        }
        return connection;
    }

    private void requireFolder() {
        Path folder = path.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ConnectorException(
                    ErrorCode.DATABASE_NOT_FOUND,
                    "there is no folder '" + folder + "' for the SQLite file '" + path.getFileName() + "': create it");
        }
    }

    /** What the file would be if it were made: a database that is empty, and isn't anywhere yet. */
    Connection empty() {
        requireFolder();
        return open(new SQLiteConfig(), ":memory:");
    }

    /**
     * Leaves out waiting for the disk where the file holds nothing but our staging tables. A killed process loses nothing
     * by that, a power cut at most what is staged; the commit's own sync covers all that was written before it.
     */
    private static void relaxWhereNothingCanBeLost(Connection connection) {
        long others;
        try {
            others = Statements.queryLong(
                    connection, "SELECT count(*) FROM sqlite_schema WHERE substr(tbl_name, 1, 8) <> '_sluice_'");
        } catch (SQLException e) {
            throw closing(connection, DIALECT.failure("looking for tables", e));
        }
        if (others == 0) {
            pragma(connection, "synchronous = OFF");
        }
    }

    private static void pragma(Connection connection, String setting) {
        try {
            Statements.run(connection, "PRAGMA " + setting);
        } catch (SQLException e) {
            throw closing(connection, DIALECT.failure("setting " + setting, e));
        }
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyTimeoutSeconds * 1000);
        config.setSynchronous(SynchronousMode.FULL);
        return config;
    }

    private void requireFile() {
        if (Files.isDirectory(path)) {
            throw new ConnectorException(
                    ErrorCode.DATABASE_NOT_FOUND, "'" + path + "' is a folder: database_path must name a file");
        }
        if (!exists()) {
            throw new ConnectorException(
                    ErrorCode.DATABASE_NOT_FOUND, "there is no SQLite file '" + path + "': check database_path");
        }
    }

    /** The path with what has a meaning in a URI escaped. */
    private String uriPath() {
        return path.toUri().getRawPath();
    }

    private static Connection open(SQLiteConfig config, String name) {
        Connection connection;
        try {
            config.setOpenMode(SQLiteOpenMode.OPEN_URI);
            // one thread uses a connection, so SQLite needn't lock it for each value
            config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
            config.setOpenMode(SQLiteOpenMode.NOMUTEX);
            connection = config.createConnection("jdbc:sqlite:" + name);
        } catch (SQLException e) {
            throw DIALECT.failure("opening '" + name.replaceFirst("^file:", "") + "'", e);
        }
        try {
            Statements.queryLong(connection, "PRAGMA schema_version");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, DIALECT.failure("opening '" + name.replaceFirst("^file:", "") + "'", e));
        }
    }

    private static ConnectorException closing(Connection connection, ConnectorException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
