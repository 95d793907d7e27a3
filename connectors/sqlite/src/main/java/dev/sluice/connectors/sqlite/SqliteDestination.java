package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination;
import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.Reach;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
import java.util.List;
import java.util.Set;

/**
 * Writes tables of a SQLite file. A file has one writer: tasks stage one after the other, each in one transaction; staging
 * is in the same file, so that publishing is one transaction too.
 */
public final class SqliteDestination extends JdbcDestination {
    private static final ConnectorSpec SPEC = new ConnectorSpec(
            SqliteOptions.TYPE,
            "SQLite database files",
            SqliteOptions.DESTINATION,
            Set.of(
                    Capability.ATOMIC_COMMIT,
                    Capability.STATE_IN_DESTINATION,
                    Capability.APPEND,
                    Capability.MERGE,
                    Capability.DELETES,
                    Capability.RESUME,
                    Capability.LEASE,
                    Capability.STATEMENTS),
            SqliteOptions.URI);

    private final SqliteDialect dialect = new SqliteDialect();

    @Override
    public ConnectorSpec spec() {
        return SPEC;
    }

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    protected Dialect dialect() {
        return dialect;
    }

    /** The schema's name doesn't differ by case. */
    @Override
    protected WriteRequest canonical(WriteRequest request) {
        StreamName target = request.target();
        return super.canonical(request.withTarget(new StreamName(dialect.identity(target.namespace()), target.name())));
    }

    @Override
    protected Connection connect(Options options, Purpose purpose) {
        SqliteFile file = SqliteFile.of(options);
        if (purpose != Purpose.READ) {
            return file.write(purpose);
        }
        return file.exists() ? file.read() : file.empty();
    }

    /** Looking makes no file. */
    @Override
    public List<StoredState> states(WriteRequest request) {
        return SqliteFile.of(request.options()).exists() ? super.states(request) : List.of();
    }

    @Override
    public boolean requiresLease(WriteRequest request) {
        return !SqliteFile.of(request.options()).exists() || super.requiresLease(request);
    }

    @Override
    public boolean putState(WriteRequest request, String state) {
        return SqliteFile.of(request.options()).exists() ? super.putState(request, state) : state.isEmpty();
    }

    /** The loader finds the row by itself: its rows lie in a file by then. */
    @Override
    protected boolean loadsInPieces(Connection connection, OnError policy) {
        return false;
    }

    @Override
    protected Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in) throws Exception {
        return new SqliteLoader(connection, staging(connection, staging, task), task, in.rowErrors()).load(in);
    }

    @Override
    public WriteHandle begin(WriteRequest request) {
        WriteHandle handle = super.begin(request);
        ScratchFile.deleteAll(canonical(request));
        return handle;
    }

    @Override
    public CommitToken write(WriteTask task, BatchInput in) throws Exception {
        try {
            return super.write(task, in);
        } finally {
            ScratchFile.of(task.withRequest(canonical(task.request()))).delete();
        }
    }

    @Override
    public void abort(WriteRequest request, WriteHandle handle) {
        super.abort(request, handle);
        ScratchFile.deleteAll(canonical(request));
    }
}
