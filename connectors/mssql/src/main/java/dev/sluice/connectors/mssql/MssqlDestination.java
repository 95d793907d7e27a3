package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.mssql.bulk.BulkLoad;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Options;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
import java.util.List;
import java.util.Set;

/** Writes tables of SQL Server: several writers stage by bulk copy, one transaction publishes. */
public final class MssqlDestination extends JdbcDestination {
    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "mssql",
                "SQL Server and Azure SQL tables, by bulk copy and one publishing transaction",
                MssqlOptions.DESTINATION,
                Set.of(
                        Capability.ATOMIC_COMMIT,
                        Capability.PARALLEL_WRITERS,
                        Capability.STATE_IN_DESTINATION,
                        Capability.APPEND,
                        Capability.MERGE,
                        Capability.DELETES,
                        Capability.STATEMENTS),
                MssqlOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return MssqlDialect.INSTANCE;
    }

    @Override
    protected Connection connect(Options options, Purpose purpose) {
        return Session.open(options);
    }

    @Override
    public WritePlan plan(WriteRequest request) {
        return super.plan(qualified(request));
    }

    @Override
    public List<StoredState> states(WriteRequest request) {
        return super.states(qualified(request));
    }

    @Override
    public void putState(WriteRequest request, String state) {
        super.putState(qualified(request), state);
    }

    @Override
    public WriteHandle begin(WriteRequest request) {
        return super.begin(qualified(request));
    }

    @Override
    public CommitToken write(WriteTask task, BatchInput in) throws Exception {
        return super.write(task.withRequest(qualified(task.request())), in);
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
        return super.commit(qualified(request), handle, commit);
    }

    @Override
    public void abort(WriteRequest request, WriteHandle handle) {
        super.abort(qualified(request), handle);
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in) throws Exception {
        int timeout = task.request().options().get(ServerOptions.STATEMENT_TIMEOUT);
        return new BulkLoad(dialect(), staging(connection, staging, task), task, timeout).load(connection, in);
    }

    /** A session has no setting for the schema of names without one: it goes by the user. */
    private static WriteRequest qualified(WriteRequest request) {
        StreamName target = request.target();
        return target.namespace().isEmpty()
                ? request.withTarget(new StreamName(request.options().get(MssqlOptions.SCHEMA), target.name()))
                : request;
    }
}
