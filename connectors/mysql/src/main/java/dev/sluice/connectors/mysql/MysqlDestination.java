package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.mysql.load.LoadData;
import dev.sluice.connectors.mysql.load.MultiRowInsert;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes tables of MySQL and MariaDB: several writers stage by LOAD DATA LOCAL, a RENAME or one transaction publishes. */
public final class MysqlDestination extends JdbcDestination {
    public MysqlDestination() {
        this(KeptConnections.none());
    }

    private MysqlDestination(KeptConnections connections) {
        super(connections);
    }

    @Override
    public MysqlDestination forRun() {
        return new MysqlDestination(KeptConnections.untilClosed());
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "mysql",
                "MySQL and MariaDB tables, by LOAD DATA LOCAL and an atomic RENAME",
                MysqlOptions.DESTINATION,
                Set.of(
                        Capability.ATOMIC_COMMIT,
                        Capability.PARALLEL_WRITERS,
                        Capability.STATE_IN_DESTINATION,
                        Capability.APPEND,
                        Capability.MERGE,
                        Capability.DELETES,
                        Capability.RESUME,
                        Capability.LEASE,
                        Capability.STATEMENTS),
                MysqlOptions.URI);
    }

    @Override
    protected Dialect dialect(Connection connection) {
        return MysqlDialect.of(connection);
    }

    @Override
    protected Dialect dialect() {
        return MysqlDialect.EITHER;
    }

    @Override
    protected Connection connect(Options options, Purpose purpose) {
        return Session.hideGeneratedKeys(Session.open(options));
    }

    @Override
    protected Options listing(Options options, String namespace) {
        return options.with(ServerOptions.DATABASE, namespace);
    }

    /** Instants are kept as the clock in UTC, and times of day in a type that holds more. */
    @Override
    protected Map<String, Type> readAs(Schema written) {
        return written.fields().stream()
                .filter(field -> field.type() instanceof Type.TimestampTz || field.type() instanceof Type.Time)
                .collect(Collectors.toMap(Field::name, Field::type));
    }

    /** It is up to the server whether names differ by case; who has none in upper case needn't ask. */
    @Override
    protected String identity(Options options, String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (folded.equals(name)) {
            return name;
        }
        try (Connection connection = connect(options, Purpose.READ)) {
            return Statements.queryLong(connection, "SELECT @@lower_case_table_names") == 0 ? name : folded;
        } catch (SQLException e) {
            throw dialect().failure("asking how names are compared", e);
        }
    }

    @Override
    protected List<String> notes(Connection connection) throws SQLException {
        return allowsLocalInfile(connection)
                ? List.of()
                : List.of("the server doesn't allow LOAD DATA LOCAL: rows are sent by INSERT, which is several times"
                        + " slower; SET GLOBAL local_infile = 1 allows it");
    }

    private static boolean allowsLocalInfile(Connection connection) throws SQLException {
        return Statements.queryLong(connection, "SELECT @@local_infile") == 1;
    }

    /** A warning counts the rows of one statement: with LOAD DATA, that is all there are. */
    @Override
    protected boolean loadsInPieces(Connection connection, OnError policy) throws SQLException {
        return super.loadsInPieces(connection, policy) || !allowsLocalInfile(connection);
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in) throws Exception {
        Dialect dialect = dialect(connection);
        Table table = staging(connection, staging, task);
        return allowsLocalInfile(connection)
                ? new LoadData(dialect, table, task).load(connection, in)
                : new MultiRowInsert(dialect, table, task).load(connection, in);
    }
}
