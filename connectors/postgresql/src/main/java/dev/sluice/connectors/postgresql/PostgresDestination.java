package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Writes tables of PostgreSQL 12 to 18: several writers stage through binary COPY, one transaction publishes. */
public final class PostgresDestination extends JdbcDestination {
    public PostgresDestination() {
        this(KeptConnections.none());
    }

    private PostgresDestination(KeptConnections connections) {
        super(connections);
    }

    /** A password goes through thousands of rounds of hashing at each login, by code that the JVM first has to compile. */
    @Override
    public PostgresDestination forRun() {
        return new PostgresDestination(KeptConnections.untilClosed());
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "postgresql",
                "PostgreSQL tables, through binary COPY and one publishing transaction",
                PostgresOptions.ALL,
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
                PostgresOptions.URI);
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    protected Dialect dialect(Connection connection) {
        return PostgresDialect.of(connection);
    }

    @Override
    protected Options listing(Options options, String namespace) {
        return options.with(PostgresOptions.SCHEMA, namespace);
    }

    @Override
    protected Connection connect(Options options, Purpose purpose) {
        return Session.open(options);
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in)
            throws SQLException, InterruptedException {
        return CopyWriter.load(connection, staging, task, in);
    }
}
