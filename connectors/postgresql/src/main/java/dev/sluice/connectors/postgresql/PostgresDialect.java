package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.MergeStatements;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.Publication;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** PostgreSQL 12 to 18. */
final class PostgresDialect extends Dialect {
    static final PostgresDialect INSTANCE = new PostgresDialect(false);
    private static final PostgresDialect WITH_MERGE = new PostgresDialect(true);

    private static final int MAX_IDENTIFIER_BYTES = 63;

    private final boolean hasMerge;

    private PostgresDialect(boolean hasMerge) {
        this.hasMerge = hasMerge;
    }

    /** The dialect of the server at the other end. */
    static PostgresDialect of(Connection connection) {
        try {
            return connection.getMetaData().getDatabaseMajorVersion() >= AscendingMerge.SINCE ? WITH_MERGE : INSTANCE;
        } catch (SQLException e) {
            throw INSTANCE.failure("asking the server for its version", e);
        }
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public int maxIdentifierBytes() {
        return MAX_IDENTIFIER_BYTES;
    }

    @Override
    public String namespace(Options options) {
        return options.get(PostgresOptions.SCHEMA);
    }

    @Override
    public NativeType nativeType(Field field) {
        return new NativeType(NativeTypes.ddl(field), NativeTypes.accepted(field.type()), NativeTypes.loss(field));
    }

    @Override
    public Optional<NativeType> nativeType(Field field, TableColumn existing) {
        return ExistingColumn.accept(field, existing);
    }

    @Override
    public Optional<Table> table(Connection connection, StreamName name) throws SQLException {
        return TableLookup.find(connection, name);
    }

    @Override
    public boolean hasTable(Connection connection, StreamName name) throws SQLException {
        return TableLookup.isThere(connection, name);
    }

    @Override
    public List<String> tablesStartingWith(Connection connection, String namespace, String prefix) throws SQLException {
        return Statements.query(
                connection,
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = coalesce(nullif(?, ''), current_schema()) AND c.relkind = 'r'"
                        + " AND left(c.relname::text, ?) = ?",
                row -> row.getString(1),
                namespace,
                prefix.length(),
                prefix);
    }

    @Override
    public List<String> createStaging(StreamName staging, TablePlan plan) {
        List<String> statements = super.createStaging(staging, plan);
        if (plan.publication().stagingBecomesTarget()) {
            return statements;
        }
        // its rows are copied on within the run: no need to log them twice
        return statements.stream()
                .map(statement -> statement.replaceFirst("^CREATE TABLE", "CREATE UNLOGGED TABLE"))
                .toList();
    }

    @Override
    public List<String> publish(StreamName staging, TablePlan plan) {
        Publication publication = plan.publication();
        if (publication.stagingBecomesTarget()) {
            return super.publish(staging, plan);
        }
        String target = quote(plan.target());
        String insert = insert(staging, plan);
        return switch (publication) {
            case DELETE_AND_INSERT -> List.of("DELETE FROM " + target, insert, dropTable(staging));
            case MERGE -> {
                // in the index's order each of its pages is visited once: a third of the time where rows come in none
                MergeStatements merge = new MergeStatements(this, plan);
                yield List.of(merge.onConflict(insert + merge.orderByKey()), dropTable(staging));
            }
            default -> List.of(insert, dropTable(staging));
        };
    }

    @Override
    public void renameConstraints(Connection connection, StreamName target) throws SQLException {
        ConstraintNames.ofTable(connection, target);
    }

    @Override
    public List<String> publishAscending(StreamName staging, TablePlan plan) {
        MergeStatements merge = new MergeStatements(this, plan);
        List<String> statements = new ArrayList<>();
        if (hasMerge
                && !merge.others().isEmpty()
                && plan.existing().filter(AscendingMerge::fits).isPresent()) {
            statements.addAll(AscendingMerge.statements(this, plan, "(" + select(staging, plan) + ")"));
        } else {
            statements.add(merge.onConflict(insert(staging, plan)));
        }
        statements.add(dropTable(staging));
        return statements;
    }

    private String insert(StreamName staging, TablePlan plan) {
        return "INSERT INTO " + quote(plan.target()) + " AS " + quote(MergeStatements.TARGET) + " ("
                + quote(plan.columnNames()) + ") OVERRIDING SYSTEM VALUE " + select(staging, plan);
    }

    private String select(StreamName staging, TablePlan plan) {
        return "SELECT " + selectList(plan) + " FROM " + quote(staging);
    }

    /**
     * By sorting. A new table has no statistics, so the planner takes it to have few keys, and hashing them spills over and
     * over: 6 million took more than 100 s where sorting took 3.
     */
    @Override
    public List<String> beforeCountingKeys() {
        return List.of("SET LOCAL enable_hashagg = off");
    }

    /** The planner has to know how many there are. */
    @Override
    public List<String> prepareLookup(StreamName staged, List<PlannedColumn> key) {
        return List.of("ANALYZE " + quote(staged) + " ("
                + quote(key.stream().map(PlannedColumn::name).toList()) + ")");
    }

    @Override
    public String descending(PlannedColumn column) {
        return super.descending(column) + " NULLS LAST";
    }

    /** Without it the column would get the type's own collation. */
    @Override
    public String changeType(StreamName table, TableColumn column, String type) {
        boolean text = column.type() instanceof Type.Text && !column.collation().isEmpty();
        return super.changeType(table, column, type) + (text ? " COLLATE " + column.collation() : "");
    }

    @Override
    public String instant(Instant instant) {
        return "TIMESTAMP WITH TIME ZONE '" + instantText(instant) + "+00'";
    }

    /** Every cast to a wider type is implicit; but a domain's own type is not to be lost. */
    @Override
    public boolean canWiden(Table table, TableColumn column, Type to, String type) {
        return !table.keeps().contains("domain of column " + column.name());
    }

    @Override
    public void requireAllRows(Connection connection, StreamName table) throws SQLException {
        boolean hidden = Statements.query(
                        connection, "SELECT row_security_active(?::regclass)", row -> row.getBoolean(1), quote(table))
                .getFirst();
        if (hidden) {
            throw new ConnectorException(
                    ErrorCode.PERMISSION_DENIED,
                    "PostgreSQL: row-level security may hide rows of table '" + table
                            + "' from the user, which overwrite would leave there: ALTER ROLE … BYPASSRLS, have the"
                            + " table's owner write it, or use append");
        }
    }

    @Override
    public List<ActingKey> actingKeys(Connection connection, StreamName table) throws SQLException {
        return TableLookup.actingKeys(connection, table);
    }

    /** The staged columns, those that were staged as text cast to their own types. */
    private String selectList(TablePlan plan) {
        Map<String, String> types = plan.existing().stream()
                .flatMap(table -> table.columns().stream())
                .collect(Collectors.toMap(TableColumn::name, TableColumn::nativeType));
        return plan.columns().stream()
                .map(column -> quote(column.name()) + cast(column, types.get(column.name())))
                .collect(Collectors.joining(", "));
    }

    /** A cast to bit(5) would cut off or fill up; what isn't cast to a length is refused where it has another. */
    private static String cast(PlannedColumn column, String nativeType) {
        return column.type().ddl().equals(nativeType)
                ? ""
                : "::" + nativeType.replaceFirst("^bit( varying)?\\(\\d+\\)", "bit varying");
    }

    /** COPY takes no parameters. */
    @Override
    public Optional<String> comparison(Field column, String operator, String value) {
        return Optional.of(quote(column.name()) + " " + operator + " " + Literals.of(column, value));
    }

    @Override
    public boolean isOrdered(Field column) {
        return !NativeTypes.isUnordered(column.nativeType());
    }

    /** Without OFFSET, which would keep the planner from looking at the end of an index alone. */
    @Override
    public String rowAt(long offset) {
        return offset == 0 ? " LIMIT 1" : super.rowAt(offset);
    }

    @Override
    public ErrorCode errorCode(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "42501" -> ErrorCode.PERMISSION_DENIED;
            case "42P01", "3F000" -> ErrorCode.STREAM_NOT_FOUND;
            case "42703" -> ErrorCode.COLUMN_NOT_FOUND;
            // RAISE EXCEPTION, as triggers do that check rows
            case "P0001" -> ErrorCode.VALUE_REFUSED;
            case "53100" -> ErrorCode.DISK_FULL;
            case "53300", "55P03", "57P03" -> ErrorCode.TRY_AGAIN;
            case "57P01", "57P02" -> ErrorCode.CONNECTION_LOST;
            default -> super.errorCode(error);
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        return new Refusal(ServerText.column(error), ServerText.ofRefusal(error));
    }

    @Override
    public boolean lacksOtherRow(SQLException error) {
        return "23503".equals(error.getSQLState());
    }

    @Override
    public List<String> checkAtOnce() {
        return List.of("SET CONSTRAINTS ALL IMMEDIATE");
    }

    @Override
    public Optional<String> transactionNumber() {
        return Optional.of("txid_current()");
    }

    @Override
    public Optional<String> clock() {
        return Optional.of("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)");
    }

    @Override
    protected String text(SQLException error) {
        return ServerText.withHint(error);
    }

    @Override
    public String advice(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "42501" ->
                "GRANT the privilege to the role that is named under 'user'" + privileges(ServerText.of(error));
            // RESTRICT has a state of its own since PostgreSQL 18
            case "23001", "23503" ->
                ServerText.of(error).startsWith("update or delete on table ") ? ADVICE_FOR_REFERENCES : "";
            case "3F000" -> "create the schema with CREATE SCHEMA, or name another under 'schema'";
            case "53100" -> "make room on the server's disk and run again";
            case "55P03" -> "someone holds or waits for a lock on the table; run again later";
            case "57014" -> "raise 'statement_timeout' if it was too short; nothing was published";
            case "25006" ->
                "the server is a standby: write to the primary; or the role or database has"
                        + " default_transaction_read_only: ALTER ROLE … SET default_transaction_read_only = off";
            default -> "";
        };
    }

    private static String privileges(String error) {
        if (error.startsWith("permission denied for table ")) {
            return ": in a table of another owner, append needs SELECT and INSERT, overwrite also DELETE, merge also"
                    + " UPDATE";
        }
        return error.startsWith("permission denied for schema ")
                ? ": USAGE to read what is in the schema; USAGE and CREATE to write to any of its tables, since rows"
                        + " are staged beside them"
                : "";
    }
}
