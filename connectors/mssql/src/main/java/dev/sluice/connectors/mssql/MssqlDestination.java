package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.mssql.bulk.BulkLoad;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
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
                        Capability.RESUME,
                        Capability.LEASE,
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

    /** The server doesn't say which row of a bulk copy it was. */
    @Override
    protected boolean loadsInPieces(Connection connection, OnError policy) {
        return true;
    }

    @Override
    protected Options listing(Options options, String namespace) {
        return options.with(MssqlOptions.SCHEMA, namespace);
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in) throws Exception {
        int timeout = task.request().options().get(ServerOptions.STATEMENT_TIMEOUT);
        return new BulkLoad(dialect(), staging(connection, staging, task), task, timeout).load(connection, in);
    }

    /** With its schema: a session has no setting for that of names without one, which goes by the user. */
    @Override
    protected WriteRequest canonical(WriteRequest request) {
        StreamName target = request.target();
        return target.namespace().isEmpty()
                ? request.withTarget(new StreamName(request.options().get(MssqlOptions.SCHEMA), target.name()))
                : request;
    }
}
