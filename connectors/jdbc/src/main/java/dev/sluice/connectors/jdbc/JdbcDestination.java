package dev.sluice.connectors.jdbc;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A database as destination. Rows go to a staging table, each task's in one transaction together with a row in a ledger;
 * the commit checks the ledger and publishes in one transaction. What is left for a database: how to connect, how it
 * differs ({@link Dialect}), and how rows get into the staging table fastest ({@link #load}).
 */
public abstract class JdbcDestination extends DestinationConnector {
    private static final System.Logger LOG = System.getLogger(JdbcDestination.class.getName());

    private final KeptConnections connections;

    protected JdbcDestination() {
        this(KeptConnections.none());
    }

    /** @param connections where those of earlier steps are, which must be alike whatever they were opened for */
    protected JdbcDestination(KeptConnections connections) {
        this.connections = connections;
    }

    /**
     * How much a task loaded.
     *
     * @param counts what else the commit should know of it, as numbers that add up
     */
    public record Loaded(long rows, long bytes, Map<String, Long> counts) {
        public Loaded(long rows, long bytes) {
            this(rows, bytes, Map.of());
        }

        public Loaded plus(Loaded more) {
            Map<String, Long> all = new HashMap<>(counts);
            more.counts.forEach((name, count) -> all.merge(name, count, Long::sum));
            return new Loaded(rows + more.rows, bytes + more.bytes, all);
        }

        /** @param more what the commit should know besides the counts */
        CommitToken token(WriteTask task, Map<String, String> more) {
            Map<String, String> properties = new HashMap<>(more);
            counts.forEach((name, count) -> properties.put(name, String.valueOf(count)));
            return CommitToken.of(task, rows, bytes, properties);
        }
    }

    protected abstract Dialect dialect();

    /** The dialect of the server at the other end, where there are several of one family. */
    protected Dialect dialect(Connection connection) {
        return dialect();
    }

    /** What the user should know about writing to this server. */
    protected List<String> notes(Connection connection) throws SQLException {
        return List.of();
    }

    /**
     * Opens a connection and logs in.
     *
     * @throws dev.sluice.spi.ConnectorException that says what is wrong, without secrets
     */
    protected abstract Connection connect(Options options, Purpose purpose);

    /**
     * Puts all rows of a task into the staging table, whose columns are the request's in order, within the connection's
     * transaction.
     */
    protected abstract Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in)
            throws Exception;

    /**
     * Whether rows are loaded in pieces that are loaded again in halves where the server refuses one, until the row is
     * found; else {@link #load} is given all at once. Always needed to go on without such rows, unless the connector finds
     * them by itself; where they end the run, only if the server doesn't say which row it was.
     */
    protected boolean loadsInPieces(Connection connection, OnError policy) throws SQLException {
        return policy == OnError.REJECT;
    }

    /**
     * The request with its target named in one way, however a pipeline writes it: states, leases and staging tables are
     * found by that name. The schema that is meant without one is left out.
     */
    protected WriteRequest canonical(WriteRequest request) {
        StreamName target = request.target();
        return target.namespace().equals(dialect().namespace(request.options()))
                ? request.withTarget(new StreamName("", target.name()))
                : request;
    }

    /** What the server compares the names of tables and schemas by. */
    protected String identity(Options options, String name) {
        return dialect().identity(name);
    }

    /** However a table's name is written, it is one table. */
    @Override
    public String place(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        StreamName target = request.target();
        Options options = request.options();
        String namespace = target.namespace().isEmpty() ? dialect().namespace(options) : target.namespace();
        return "table '" + new StreamName(identity(options, namespace), identity(options, target.name())) + "'";
    }

    /** @param doing for the message where it fails */
    private <T, X extends Exception> T step(
            WriteRequest request, Purpose purpose, String doing, KeptConnections.Step<T, X> step) throws X {
        try {
            return connections.step(request.options(), () -> connect(request.options(), purpose), step);
        } catch (SQLException e) {
            throw dialect().failure(doing, e);
        }
    }

    @Override
    public void testConnection(Options options) {
        try (Connection connection = connect(options, Purpose.READ)) {
            connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw dialect().failure("testing the connection", e);
        }
    }

    @Override
    public WritePlan plan(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        return step(request, Purpose.READ, "looking at table '" + request.target() + "'", connection -> {
            TablePlan plan = SafePlan.of(dialect(connection), connection, request);
            return new WritePlan(
                    columns(request, plan),
                    new PlannedStatements(dialect(connection), request, plan).all(),
                    dialect(connection).describe(plan.publication()),
                    Stream.concat(plan.notes().stream(), notes(connection).stream())
                            .toList());
        });
    }

    private static List<WritePlan.ColumnPlan> columns(WriteRequest request, TablePlan plan) {
        Iterator<TablePlan.PlannedColumn> taken = plan.columns().iterator();
        return request.schema().fields().stream()
                .map(field -> plan.leftOut().contains(field.name())
                        ? WritePlan.ColumnPlan.dropped(field)
                        : taken.next().toColumnPlan())
                .toList();
    }

    @Override
    public List<StoredState> states(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        return step(request, Purpose.PREPARE, "reading the state of '" + request.target() + "'", connection -> {
            connection.setAutoCommit(false);
            new Leftovers(dialect(connection), request).finishCommits(connection);
            StateTable kept = new StateTable(dialect(connection), request);
            List<StoredState> states = kept.ofTarget(connection);
            if (!states.isEmpty() && !dialect(connection).hasTable(connection, request.target())) {
                // somebody dropped the table: going on from where its rows ended would lose them
                kept.removeAllOfTarget(connection);
                states = List.of();
            }
            connection.commit();
            return states.stream()
                    .map(state -> state.withTarget(asked.target().toString()))
                    .toList();
        });
    }

    @Override
    public boolean putState(WriteRequest asked, String state) {
        WriteRequest request = canonical(asked);
        try (Connection connection = connect(request.options(), Purpose.PREPARE)) {
            connection.setAutoCommit(false);
            new Leftovers(dialect(connection), request).finishCommits(connection);
            if (!state.isEmpty() && !dialect(connection).hasTable(connection, request.target())) {
                connection.commit();
                return false;
            }
            StateTable states = new StateTable(dialect(connection), request);
            states.create(connection);
            if (state.isEmpty()) {
                states.remove(connection);
            } else {
                states.put(connection, new StateTable.Entry(request.runId(), state, 0));
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw dialect().failure("writing the state of '" + request.target() + "'", e);
        }
    }

    @Override
    public Optional<ReadBack> readBack(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        String namespace = request.target().namespace();
        Options options = namespace.isEmpty() ? request.options() : listing(request.options(), namespace);
        return Optional.of(new ReadBack(options, request.target(), Map.of(), readAs(request.schema())));
    }

    /** In which types the source of the same database can read columns whose own types say less, by their names. */
    protected Map<String, Type> readAs(Schema written) {
        return Map.of();
    }

    /** The options by which the source of the same database lists the tables of a schema. */
    protected Options listing(Options options, String namespace) {
        return options;
    }

    @Override
    public void execute(Options options, String statement) {
        try (Connection connection = connect(options, Purpose.PUBLISH)) {
            Statements.run(connection, statement);
        } catch (SQLException e) {
            throw dialect().failure("running \"" + statement.strip() + "\"", e);
        }
    }

    @Override
    public Lease lease(WriteRequest asked, LeaseHolder holder, Duration length) {
        WriteRequest request = canonical(asked);
        Supplier<Connection> connect = () -> connect(request.options(), Purpose.PREPARE);
        try {
            Connection connection = connections.take(request.options(), connect);
            Dialect dialect = dialect(connection);
            if (dialect.clock().isEmpty()) {
                connections.leave(request.options(), connection);
                return Lease.NONE;
            }
            return JdbcLease.take(
                    new LeaseTable(dialect, request),
                    connect,
                    connection,
                    left -> connections.leave(request.options(), left),
                    holder,
                    length);
        } catch (SQLException e) {
            throw dialect().failure("taking the lease on '" + request.target() + "'", e);
        }
    }

    /** Runs that find nothing write nothing where their state stays the same, and otherwise that alone. */
    @Override
    public boolean requiresLease(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        return step(
                request,
                Purpose.PREPARE,
                "looking for a lease on '" + request.target() + "'",
                connection -> new LeaseTable(dialect(connection), request).hasTable(connection));
    }

    @Override
    public WriteHandle begin(WriteRequest asked) {
        WriteRequest request = canonical(asked);
        return step(
                request,
                Purpose.PREPARE,
                "preparing the staging table of '" + request.target() + "'",
                connection -> new Preparation(dialect(connection), connection, request).begin(notes(connection)));
    }

    @Override
    public CommitToken write(WriteTask asked, BatchInput in) throws Exception {
        WriteTask task = asked.withRequest(canonical(asked.request()));
        WriteRequest request = task.request();
        Staging staging = Staging.of(request, task.handle());
        return step(
                request,
                Purpose.LOAD,
                "staging rows for table '" + request.target() + "'",
                connection -> new StagingWriter(this, connection, task, staging).write(in));
    }

    @Override
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit) {
        return commit(request, handle, commit, RowErrors.FAIL);
    }

    @Override
    public CommitResult commit(WriteRequest asked, WriteHandle handle, Commit commit, RowErrors errors) {
        WriteRequest request = canonical(asked);
        return step(
                request,
                Purpose.PUBLISH,
                "publishing table '" + request.target() + "'",
                connection ->
                        new Publisher(dialect(connection), connection, request, handle, commit, errors).publish());
    }

    @Override
    public Optional<CommitResult> commitNothing(WriteRequest asked, Commit commit) {
        WriteRequest request = canonical(asked);
        return step(
                request,
                Purpose.PUBLISH,
                "keeping the state of table '" + request.target() + "'",
                connection -> new NothingToPublish(dialect(connection), connection, request, commit).publish());
    }

    @Override
    public void abort(WriteRequest asked, WriteHandle handle) {
        WriteRequest request = canonical(asked);
        Staging staging = Staging.of(request, handle);
        try (Connection connection = connect(request.options(), Purpose.PREPARE)) {
            boolean lost = handle.properties().containsKey(Publisher.LEASED)
                    && !new LeaseTable(dialect(connection), request).isHeld(connection);
            connection.setAutoCommit(false);
            Leftovers leftovers = new Leftovers(dialect(connection), request);
            if (leftovers.ownSplits(connection, staging).isEmpty()) {
                // another run goes on in it
            } else if (lost) {
                // what other runs staged may be that of the one that has the lease now
                leftovers.drop(connection, staging);
            } else {
                leftovers.dropAll(connection);
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the staging tables of '" + request.target() + "' could not be dropped; the next run drops them: "
                            + e.getMessage());
        }
    }

    @Override
    public boolean suspend(WriteRequest asked, WriteHandle handle) {
        WriteRequest request = canonical(asked);
        Staging staging = Staging.of(request, handle);
        try (Connection connection = connect(request.options(), Purpose.PREPARE)) {
            connection.setAutoCommit(false);
            int splits = new Leftovers(dialect(connection), request)
                    .ownSplits(connection, staging)
                    .orElse(0);
            connection.rollback();
            if (splits > 0) {
                return true;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what is staged for '" + request.target() + "' could not be looked at; the next run does: "
                            + e.getMessage());
            return true;
        }
        abort(asked, handle);
        return false;
    }

    @Override
    public void close() {
        connections.close();
    }

    /**
     * The staging table as it is on the server.
     *
     * @throws ConnectorException where it isn't there any more
     */
    protected final Table staging(Connection connection, StreamName staging, WriteTask task) throws SQLException {
        Dialect dialect = dialect(connection);
        return dialect.table(connection, staging)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        dialect.product() + ": the staging table of '"
                                + task.request().target()
                                + "' is gone: was another run of this pipeline started? Run it again"));
    }
}
