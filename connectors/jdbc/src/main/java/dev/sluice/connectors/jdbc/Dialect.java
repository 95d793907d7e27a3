package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.connectors.jdbc.condition.BoundValue;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one database differs from the others: names, types, DDL, its catalog and its errors. Stateless.
 *
 * <p>The texts here are those of standard SQL; a database overrides what it says differently.
 */
public abstract class Dialect {
    /** Where rows can't be deleted because other tables' rows refer to them. */
    protected static final String ADVICE_FOR_REFERENCES =
            "rows of other tables refer to rows that are deleted: write_mode: merge replaces rows in place, and"
                    + " deletes none without delete_detection; or drop the constraint";

    private static final int MARK_DIGITS = 6;
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The product's name, for messages. */
    public abstract String product();

    /** The longest identifier the database keeps, in bytes of UTF-8. */
    public abstract int maxIdentifierBytes();

    /** The type a new column for a field gets. */
    public abstract NativeType nativeType(Field field);

    /** The type a new column for a field of the primary key gets. */
    public NativeType keyType(Field field) {
        return nativeType(field);
    }

    /**
     * How a field is written to a column that exists: with the logical type that goes into it without loss.
     *
     * @return empty where the column can't hold the field's values
     */
    public abstract Optional<NativeType> nativeType(Field field, TableColumn existing);

    /** Looks a table or view up by its exact name. */
    public abstract Optional<Table> table(Connection connection, StreamName name) throws SQLException;

    /** Whether there is a table or view of exactly this name; what is cheaper than {@link #table}, if there is something. */
    public boolean hasTable(Connection connection, StreamName name) throws SQLException {
        return table(connection, name).isPresent();
    }

    /** The names of all tables of a namespace that start with a prefix, exactly. */
    public abstract List<String> tablesStartingWith(Connection connection, String namespace, String prefix)
            throws SQLException;

    /** What an error of the driver means; the SQL standard's classes unless overridden. */
    public ErrorCode errorCode(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.length() < 2) {
            return ErrorCode.EXTERNAL_FAILURE;
        }
        return switch (state.substring(0, 2)) {
            case "08" -> ErrorCode.CONNECTION_LOST;
            case "22", "23" -> ErrorCode.VALUE_REFUSED;
            case "28" -> ErrorCode.LOGIN_REFUSED;
            case "40" -> ErrorCode.TRY_AGAIN;
            default -> ErrorCode.EXTERNAL_FAILURE;
        };
    }

    /** What an error says of the row that was refused. */
    public Refusal refusal(SQLException error) {
        return new Refusal("", String.valueOf(error.getMessage()).strip().replaceAll("\\s+", " "));
    }

    /** Whether a row was refused because another isn't there, which may come. */
    public boolean lacksOtherRow(SQLException error) {
        return refusal(error).reason().toLowerCase(Locale.ROOT).contains("foreign key");
    }

    /** Whether a row was refused because another one has its key, or what else may be there once. */
    public boolean isThereAlready(SQLException error) {
        return "23505".equals(error.getSQLState());
    }

    /** What makes the server check each row when it comes where it would do so at the end of the transaction. */
    public List<String> checkAtOnce() {
        return List.of();
    }

    /** Numbers the staged rows, in the column {@link Staging#NUMBER}. */
    public List<String> numberStaged(StreamName staging) {
        return List.of("ALTER TABLE " + quote(staging) + " ADD COLUMN " + quote(Staging.NUMBER) + " " + longType()
                + " GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    }

    /**
     * Statements that give a staging table a key or more, where the server may have given it one of its own.
     *
     * @param statements as they are for a table without a key
     */
    public List<String> replacingGeneratedKey(Connection connection, StreamName staging, List<String> statements)
            throws SQLException {
        return statements;
    }

    /** The number of a staged row, from then on. */
    public String stagedNumber() {
        return quote(Staging.NUMBER);
    }

    /**
     * The number of the running transaction, as an expression of a 64-bit integer, where a source of the same database finds
     * rows by the transactions that wrote them: those that wrote nothing but a state needn't be looked for.
     */
    public Optional<String> transactionNumber() {
        return Optional.empty();
    }

    /**
     * The server's clock in milliseconds since 1970, as an expression of a 64-bit integer.
     *
     * @return empty where there are no leases
     */
    public Optional<String> clock() {
        return Optional.empty();
    }

    /** Whether one transaction that writes keeps all others from it, those that would renew a lease too. */
    public boolean hasOneWriter() {
        return false;
    }

    /** Sets a savepoint, to which the transaction can go back although a statement failed. */
    public Savepoint savepoint(Connection connection) throws SQLException {
        return connection.setSavepoint();
    }

    /**
     * Goes back to a savepoint.
     *
     * @throws SQLException where the transaction is gone
     */
    public void rollback(Connection connection, Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
    }

    /** Forgets a savepoint, where that is done. */
    public void release(Connection connection, Savepoint savepoint) throws SQLException {
        connection.releaseSavepoint(savepoint);
    }

    /** What the user can do about an error, or empty. */
    public String advice(SQLException error) {
        return "";
    }

    /** What the server said. */
    protected String text(SQLException error) {
        return String.valueOf(error.getMessage()).strip();
    }

    /**
     * An error of the driver, for the user.
     *
     * @param doing what was being done and to what: {@code creating table "x"}
     */
    public final ConnectorException failure(String doing, SQLException error) {
        String advice = advice(error);
        return new ConnectorException(
                errorCode(error),
                product() + ": " + doing + ": " + text(error) + (advice.isEmpty() ? "" : "; " + advice),
                error);
    }

    /** What the database compares names by: two names with the same identity can't be in one table. */
    public String identity(String identifier) {
        return identifier;
    }

    /** Where tables are whose name says no schema; empty where such a name is enough. */
    public String namespace(Options options) {
        return "";
    }

    /** What a table is called where states are kept: the same for all names that are this table's. */
    public String stateName(StreamName table) {
        return table.toString();
    }

    public String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public final String quote(StreamName name) {
        return name.namespace().isEmpty() ? quote(name.name()) : quote(name.namespace()) + "." + quote(name.name());
    }

    /** Names in a list, quoted. */
    public final String quote(List<String> identifiers) {
        return identifiers.stream().map(this::quote).collect(Collectors.joining(", "));
    }

    /**
     * Whether CREATE, RENAME and DROP are part of a transaction. Where they commit by themselves, a publication is either
     * one statement that is atomic, or rows moved in a transaction; see {@link Publisher}.
     */
    public boolean ddlIsTransactional() {
        return true;
    }

    /**
     * Whether a table that exists can be replaced by the staging table in one step. Where not, its rows are deleted and the
     * new ones inserted in one transaction.
     */
    public boolean replacesTables() {
        return true;
    }

    /** Type of a text column that may be part of a primary key, in tables of our own. */
    public String keyTextType() {
        return "VARCHAR(255)";
    }

    /** Type of a 32-bit integer, in tables of our own. */
    public String integerType() {
        return "INTEGER";
    }

    /** Type of a 64-bit integer, in tables of our own. */
    public String longType() {
        return "BIGINT";
    }

    /** Type of a text column of any length, in tables of our own. */
    public String longTextType() {
        return "TEXT";
    }

    /** The table's columns and key; what makes it the staging table of a plan. */
    public List<String> createStaging(StreamName staging, TablePlan plan) {
        boolean key = plan.publication().stagingBecomesTarget() && plan.merge().isEmpty();
        return List.of(createTable(staging, stagedColumns(plan), key ? plan.primaryKey() : List.of()));
    }

    /** The plan's columns, and for a merge the number of each row. */
    protected final List<PlannedColumn> stagedColumns(TablePlan plan) {
        if (plan.merge().isEmpty()) {
            return plan.columns();
        }
        List<String> key = plan.merge().get().key();
        List<PlannedColumn> columns = new ArrayList<>(plan.columns().stream()
                .map(column -> key.contains(column.name()) ? column.required() : column)
                .toList());
        columns.add(new PlannedColumn(Staging.ORDER, NativeType.of(longType(), Type.INT64), false));
        return columns;
    }

    /** Makes the table that the source's keys are staged in. */
    public List<String> createKeys(StreamName keys, TablePlan plan) {
        return List.of(createTable(
                keys, plan.keyColumns().stream().map(PlannedColumn::required).toList(), List.of()));
    }

    /** What the publishing transaction is told before it counts the staged keys. */
    public List<String> beforeCountingKeys() {
        return List.of();
    }

    /** What makes looking up a key in a staged table fast; empty where the database does by itself. */
    public List<String> prepareLookup(StreamName staged, List<PlannedColumn> key) {
        return List.of();
    }

    /**
     * What makes a table of staged rows, each with a key of its own, the table that the target will be.
     *
     * @param staged as it is, which may be half way
     */
    public List<String> finish(Table staged, TablePlan plan) {
        String alter = "ALTER TABLE " + quote(staged.name());
        List<String> statements = new ArrayList<>();
        if (staged.primaryKey().isEmpty()) {
            statements.add(alter + " ADD " + primaryKey(quote(plan.primaryKey())));
        }
        if (staged.columnNames().contains(Staging.ORDER)) {
            statements.add(alter + " DROP COLUMN " + quote(Staging.ORDER));
        }
        if (plan.merge().orElseThrow().marks() && !staged.columnNames().contains(Deletes.MARK)) {
            statements.add(addMark(staged.name()));
        }
        return statements;
    }

    /** The type of a key's column in the staging table of a merge: it has to tell keys apart as the target does. */
    public NativeType stagedKey(NativeType type, TableColumn column) {
        return column.collation().isEmpty()
                ? type
                : new NativeType(type.ddl() + " COLLATE " + column.collation(), type.accepted(), type.loss());
    }

    /** How a table gets the unique index that merging by a key needs; for people. */
    public String adviceForKey(Table table, List<String> key) {
        return "Run ALTER TABLE " + quote(table.name()) + " ADD "
                + (table.primaryKey().isEmpty() ? "PRIMARY KEY" : "UNIQUE") + " (" + quote(key) + ")";
    }

    /** @throws ConnectorException where merging by that key would act on other rows too */
    public void requireMergeable(Table table, List<String> key) {}

    /** @throws ConnectorException where a run that fails would leave the rows of that table half written */
    public void requireTransactions(Connection connection, StreamName table) throws SQLException {}

    /** @throws ConnectorException where the user doesn't see all rows of a table, and deleting them would leave some */
    public void requireAllRows(Connection connection, StreamName table) throws SQLException {}

    /** The foreign keys of other tables that act on rows there where rows of a table are deleted. */
    public List<ActingKey> actingKeys(Connection connection, StreamName table) throws SQLException {
        return List.of();
    }

    /** Whether what publishes a merge counts a row for each that is staged. */
    public boolean countsMergedRows() {
        return true;
    }

    /** What follows ORDER BY so that the largest come first, NULL last. */
    public String descending(PlannedColumn column) {
        return quote(column.name()) + " DESC";
    }

    /** An instant as SQL has it, for a column of the type of {@link #markField}. */
    public String instant(Instant instant) {
        return "TIMESTAMP '" + instantText(instant) + "'";
    }

    /** In UTC, to the microsecond. */
    protected static String instantText(Instant instant) {
        return INSTANT.format(instant);
    }

    /** The column that marks deleted rows. */
    public final Field markField() {
        return Field.of(Deletes.MARK, new Type.TimestampTz(MARK_DIGITS));
    }

    /** Gives a table the column that marks deleted rows. */
    protected final String addMark(StreamName table) {
        return addColumn(table, Deletes.MARK, nativeType(markField()).ddl());
    }

    /** The type a column for a field gets in a table that exists. */
    public NativeType addedType(Table table, Field field) {
        return nativeType(field);
    }

    public String addColumn(StreamName table, String column, String type) {
        return "ALTER TABLE " + quote(table) + " ADD COLUMN " + quote(column) + " " + type;
    }

    /** Whether a column that exists can get a wider type in place, with its values and all that hangs on it. */
    public boolean canWiden(Table table, TableColumn column, Type to, String type) {
        return false;
    }

    /** Gives a column another type; it stays nullable or not. */
    public String changeType(StreamName table, TableColumn column, String type) {
        return "ALTER TABLE " + quote(table) + " ALTER COLUMN " + quote(column.name()) + " TYPE " + type;
    }

    public String createTable(StreamName name, List<PlannedColumn> columns, List<String> primaryKey) {
        List<String> lines = new ArrayList<>();
        for (PlannedColumn column : columns) {
            boolean required = !column.nullable() || primaryKey.contains(column.name());
            lines.add(quote(column.name()) + " " + column.type().ddl() + (required ? " NOT NULL" : ""));
        }
        if (!primaryKey.isEmpty()) {
            lines.add(primaryKey(quote(primaryKey)));
        }
        return "CREATE TABLE " + quote(name) + " (\n  " + String.join(",\n  ", lines) + "\n)";
    }

    /** How a publication is carried out, for people. */
    public String describe(Publication publication) {
        return publication.description();
    }

    /**
     * The constraint of a table's key, as CREATE TABLE says it.
     *
     * @param columns as SQL has them, with commas between them
     */
    public String primaryKey(String columns) {
        return "PRIMARY KEY (" + columns + ")";
    }

    /** What stands for a value that a column is compared with: a question mark, with a conversion where it needs one. */
    public String parameter(Field column) {
        return "?";
    }

    /** The same for one value, where what it needs depends on it. */
    public String parameter(Field column, String value) {
        return parameter(column);
    }

    /**
     * A whole comparison of a column with a value, where it can't be said with a parameter alone.
     *
     * @param operator of SQL
     * @param value as canonical text
     */
    public Optional<String> comparison(Field column, String operator, String value) {
        return Optional.empty();
    }

    /** Sets a question mark of {@link #parameter}. */
    public void bind(PreparedStatement statement, int index, BoundValue value) throws SQLException {
        value.bind(statement, index);
    }

    /** What rows are ordered by so that comparisons agree with it: the column itself, unless overridden. */
    public String orderKey(Field column) {
        return quote(column.name());
    }

    /** Whether the values of a column, whose logical type has an order, are compared in that order. */
    public boolean isOrdered(Field column) {
        return true;
    }

    /**
     * What publishes the staged rows, to run in one transaction; the last INSERT's count is the number of rows. Where DDL
     * commits by itself: one atomic statement, or INSERT and DELETE alone; what is left of the staging tables is dropped
     * afterwards.
     *
     * @param staging a table with the plan's columns
     */
    public List<String> publish(StreamName staging, TablePlan plan) {
        String names = quote(plan.columnNames());
        String insert =
                "INSERT INTO " + quote(plan.target()) + " (" + names + ") SELECT " + names + " FROM " + quote(staging);
        String rename = "ALTER TABLE " + quote(staging) + " RENAME TO "
                + quote(plan.target().name());
        return switch (plan.publication()) {
            case RENAME -> List.of(rename);
            case REPLACE -> List.of("DROP TABLE " + quote(plan.target()), rename);
            case DELETE_AND_INSERT -> List.of("DELETE FROM " + quote(plan.target()), insert, dropTable(staging));
            case INSERT -> List.of(insert, dropTable(staging));
            case MERGE -> List.of(merge(staging, plan), dropTable(staging));
        };
    }

    /** Once the staging table is the target: names what hangs on it as if it had always been that. In the publishing transaction. */
    public void renameConstraints(Connection connection, StreamName target) throws SQLException {
        // most databases make up names that have nothing of the table's
    }

    /**
     * The same for a merge of rows that were staged in the order of their keys, where that can be faster. Where it is
     * refused, what {@link #publish} returns is tried, in a new transaction.
     */
    public List<String> publishAscending(StreamName staging, TablePlan plan) {
        return publish(staging, plan);
    }

    /** The statement that merges staged rows, of which each has a key of its own. */
    public String merge(StreamName staging, TablePlan plan) {
        MergeStatements merge = new MergeStatements(this, plan);
        return merge.merge(
                merge.named(quote(plan.target()), MergeStatements.TARGET),
                merge.named(quote(staging), MergeStatements.STAGED));
    }

    /** What follows ORDER BY in a query for one row: the one with that many rows before it. */
    public String rowAt(long offset) {
        return " OFFSET " + offset + " ROWS FETCH NEXT 1 ROWS ONLY";
    }

    public String dropTable(StreamName name) {
        return "DROP TABLE " + quote(name);
    }

    /** @throws ConnectorException INCOMPATIBLE_SCHEMA where the database would cut the name off or refuse it */
    public void requireName(String what, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxIdentifierBytes()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    what + " '" + name + "' has " + bytes + " bytes; " + product() + " allows " + maxIdentifierBytes()
                            + ": give it a shorter name in the pipeline");
        }
        if (name.indexOf('\0') >= 0) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA, what + " '" + name + "' holds a NUL character: rename it");
        }
    }
}
