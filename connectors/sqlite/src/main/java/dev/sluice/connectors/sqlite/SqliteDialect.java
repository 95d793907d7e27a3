package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.MergeStatements;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.Publication;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How SQLite differs. */
final class SqliteDialect extends Dialect {
    private static final int PRIMARY_CODE = 0xFF;

    @Override
    public String product() {
        return "SQLite";
    }

    /** SQLite has no limit; this keeps a statement readable. */
    @Override
    public int maxIdentifierBytes() {
        return 1_000;
    }

    @Override
    public String namespace(Options options) {
        return "main";
    }

    @Override
    public String stateName(StreamName table) {
        return identity(table.toString());
    }

    @Override
    public NativeType nativeType(Field field) {
        return DeclaredType.of(field);
    }

    @Override
    public Optional<NativeType> nativeType(Field field, TableColumn existing) {
        return DeclaredType.parse(existing.nativeType()).accept(field, existing.nativeType());
    }

    @Override
    public NativeType addedType(Table table, Field field) {
        return table.keeps().contains(SqliteCatalog.STRICT) ? DeclaredType.inStrictTable(field) : nativeType(field);
    }

    @Override
    public Optional<Table> table(Connection connection, StreamName name) throws SQLException {
        return new SqliteCatalog(connection).table(name.name());
    }

    @Override
    public List<String> tablesStartingWith(Connection connection, String namespace, String prefix) throws SQLException {
        return Statements.query(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, length(?1)) = ?1",
                row -> row.getString(1),
                prefix);
    }

    /** Chunks are filled by statements that take no parameters. */
    @Override
    public Optional<String> comparison(Field column, String operator, String value) {
        return Optional.of(StoredOrder.comparison(column, quote(column.name()), operator, value));
    }

    @Override
    public String orderKey(Field column) {
        return StoredOrder.key(column, quote(column.name()));
    }

    @Override
    public boolean isOrdered(Field column) {
        return StoredOrder.agrees(column);
    }

    /** What a constraint is over: {@code UNIQUE constraint failed: t.a, t.b}. */
    @Override
    public Refusal refusal(SQLException error) {
        String reason = super.refusal(error).reason();
        String column = reason.contains("NOT NULL constraint failed: ")
                ? reason.substring(reason.lastIndexOf('.') + 1).replace(")", "")
                : "";
        return new Refusal(column, reason);
    }

    /** Every row has a number already. */
    @Override
    public List<String> numberStaged(StreamName staging) {
        return List.of();
    }

    @Override
    public String stagedNumber() {
        return "rowid";
    }

    @Override
    public String rowAt(long offset) {
        return " LIMIT 1 OFFSET " + offset;
    }

    /** SQLite takes names for the same that differ in the case of ASCII letters only. */
    @Override
    public String identity(String identifier) {
        StringBuilder folded = new StringBuilder(identifier.length());
        for (int i = 0; i < identifier.length(); i++) {
            char next = identifier.charAt(i);
            folded.append(next >= 'A' && next <= 'Z' ? (char) (next + 32) : next);
        }
        return folded.toString();
    }

    /** Without WHERE, ON would begin the condition of a join. */
    @Override
    public String merge(StreamName staging, TablePlan plan) {
        String names = quote(plan.columnNames());
        MergeStatements merge = new MergeStatements(this, plan);
        return merge.onConflict("INSERT INTO " + quote(plan.target()) + " AS " + quote(MergeStatements.TARGET) + " ("
                + names + ") SELECT " + names + " FROM " + quote(staging) + " WHERE true" + merge.orderByKey());
    }

    /** A key can't be added to a table that exists: the rows move to a table that has it, in the same transaction. */
    @Override
    public List<String> publish(StreamName staging, TablePlan plan) {
        if (plan.publication() != Publication.RENAME || plan.merge().isEmpty()) {
            return super.publish(staging, plan);
        }
        String names = quote(plan.columnNames());
        return Stream.of(
                        createTable(plan.target(), plan.columns(), plan.primaryKey()),
                        "INSERT INTO " + quote(plan.target()) + " (" + names + ") SELECT " + names + " FROM "
                                + quote(staging),
                        plan.merge().get().marks() ? addMark(plan.target()) : "",
                        dropTable(staging))
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    @Override
    public List<String> finish(Table staged, TablePlan plan) {
        return List.of();
    }

    @Override
    public List<String> prepareLookup(StreamName staged, List<TablePlan.PlannedColumn> key) {
        List<String> names = key.stream().map(TablePlan.PlannedColumn::name).toList();
        return List.of(
                "CREATE INDEX " + quote(staged.name() + "_i") + " ON " + quote(staged) + " (" + quote(names) + ")");
    }

    /** Decimals are kept as texts, which would compare digit by digit. */
    @Override
    public String descending(TablePlan.PlannedColumn column) {
        return column.type().ddl().startsWith("DECIMAL_TEXT")
                ? "CAST(" + quote(column.name()) + " AS REAL) DESC"
                : super.descending(column);
    }

    @Override
    public String instant(Instant instant) {
        return "'" + instantText(instant).replace(' ', 'T') + "Z'";
    }

    @Override
    public String keyTextType() {
        return "TEXT";
    }

    @Override
    public ErrorCode errorCode(SQLException error) {
        return switch (primaryCode(error)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> ErrorCode.TRY_AGAIN;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> ErrorCode.MALFORMED_INPUT;
            case SQLITE_CANTOPEN -> ErrorCode.DATABASE_NOT_FOUND;
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> ErrorCode.PERMISSION_DENIED;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> ErrorCode.VALUE_REFUSED;
            case SQLITE_FULL -> ErrorCode.DISK_FULL;
            case SQLITE_NOMEM -> ErrorCode.OUT_OF_MEMORY;
            case SQLITE_INTERRUPT -> ErrorCode.CANCELLED;
            default -> ErrorCode.EXTERNAL_FAILURE;
        };
    }

    @Override
    public Optional<String> clock() {
        return Optional.of("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)");
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public String advice(SQLException error) {
        return switch (primaryCode(error)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "another connection holds a lock on the file: end it, or raise busy_timeout. Where source and"
                        + " destination are the same file, set parallelism to 1 or switch it to WAL mode"
                        + " (PRAGMA journal_mode = WAL)";
            case SQLITE_NOTADB -> "check database_path; an encrypted database can't be read";
            case SQLITE_CORRUPT -> "check the file with PRAGMA integrity_check";
            default -> "";
        };
    }

    @Override
    public boolean isThereAlready(SQLException error) {
        return error instanceof SQLiteException sqlite
                && switch (sqlite.getResultCode()) {
                    case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID -> true;
                    default -> false;
                };
    }

    private static SQLiteErrorCode primaryCode(SQLException error) {
        if (error instanceof SQLiteException sqlite) {
            return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE);
        }

        return SQLiteErrorCode.getErrorCode(error.getErrorCode() & PRIMARY_CODE);
    }
}
