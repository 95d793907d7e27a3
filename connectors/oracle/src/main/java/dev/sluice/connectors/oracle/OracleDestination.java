package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.oracle.load.ArrayInsert;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes tables of Oracle: several writers stage arrays of rows, a RENAME or one transaction publishes. */
public class OracleDestination extends JdbcDestination {
    private final Session session;

    public OracleDestination() {
        this(Session.overNet());
    }

    OracleDestination(Session session) {
        this.session = session;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "oracle",
                "Oracle tables, by arrays of rows and a RENAME or one transaction",
                OracleOptions.DESTINATION,
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
                OracleOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return OracleDialect.OLDEST;
    }

    @Override
    protected Dialect dialect(Connection connection) {
        return OracleDialect.of(connection);
    }

    @Override
    protected Connection connect(Options options, Purpose purpose) {
        return purpose == Purpose.READ ? session.openToRead(options) : session.open(options);
    }

    @Override
    protected List<String> notes(Connection connection) throws SQLException {
        String characters = Statements.query(
                        connection,
                        "SELECT \"VALUE\" FROM sys.nls_database_parameters WHERE \"PARAMETER\" = 'NLS_CHARACTERSET'",
                        row -> row.getString(1))
                .stream()
                .findFirst()
                .orElse("AL32UTF8");
        return characters.equals("AL32UTF8") || characters.equals("UTF8")
                ? List.of()
                : List.of(
                        "the database keeps texts in " + characters + ": characters that it doesn't have are replaced");
    }

    @Override
    protected Options listing(Options options, String namespace) {
        return options.with(OracleOptions.SCHEMA, namespace);
    }

    /** With the schema in the catalog's case: a pipeline may write it in lower case. */
    @Override
    protected WriteRequest canonical(WriteRequest request) {
        StreamName target = request.target();
        return super.canonical(
                request.withTarget(new StreamName(OracleNames.unquoted(target.namespace()), target.name())));
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in) throws Exception {
        WriteRequest request = task.request();
        Dialect dialect = dialect(connection);
        Table table = dialect.table(connection, staging)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        "Oracle: the staging table of '" + request.target()
                                + "' is gone: was another run of this pipeline started? Run it again"));
        boolean[] required = required(table, dialect.table(connection, request.target()));
        return new ArrayInsert(dialect, table, task, required, NativeTypes.FIRST_YEAR, NativeTypes.LAST_YEAR)
                .load(connection, in, request.options().get(ServerOptions.STATEMENT_TIMEOUT));
    }

    /** A staging table for a target that exists takes NULLs that the target won't. */
    private static boolean[] required(Table staging, Optional<Table> target) {
        boolean[] required = new boolean[staging.columns().size()];
        for (int i = 0; i < required.length; i++) {
            TableColumn column = staging.columns().get(i);
            required[i] = !column.nullable()
                    || target.stream()
                            .flatMap(table -> table.columns().stream())
                            .anyMatch(other -> other.name().equals(column.name()) && !other.nullable());
        }
        return required;
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit, RowErrors errors) {
        CommitResult result = super.commit(request, handle, commit, errors);
        long empty = commit.accepted().stream()
                .mapToLong(token -> Long.parseLong(token.properties().getOrDefault(ArrayInsert.EMPTY_VALUES, "0")))
                .sum();
        if (empty == 0) {
            return result;
        }
        List<String> notes = new ArrayList<>(result.notes());
        notes.add(empty + (empty == 1 ? " empty value became" : " empty values became")
                + " NULL, since Oracle doesn't tell them apart");
        return new CommitResult(result.rows(), result.duplicates(), result.deleted(), notes);
    }
}
