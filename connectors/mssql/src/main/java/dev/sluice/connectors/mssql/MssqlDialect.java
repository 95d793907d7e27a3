package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.MergeStatements;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.connectors.jdbc.condition.BoundValue;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SQL Server 2016 to 2025, and Azure SQL. */
final class MssqlDialect extends Dialect {
    static final MssqlDialect INSTANCE = new MssqlDialect();

    static final int LOCK_TIMED_OUT = 1222;

    /** Errors that statements of users' own throw have numbers from here. */
    private static final int FIRST_OF_USERS = 50_000;

    /** In UTF-16 units, of which each takes at most three bytes of UTF-8. */
    private static final int MAX_IDENTIFIER_UNITS = 128;

    private MssqlDialect() {}

    @Override
    public String product() {
        return "SQL Server";
    }

    @Override
    public int maxIdentifierBytes() {
        return MAX_IDENTIFIER_UNITS * 3;
    }

    @Override
    public void requireName(String what, String name) {
        super.requireName(what, name);
        if (name.length() > MAX_IDENTIFIER_UNITS) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    what + " '" + name + "' has " + name.length() + " characters; SQL Server allows "
                            + MAX_IDENTIFIER_UNITS + ": give it a shorter name in the pipeline");
        }
    }

    @Override
    public NativeType nativeType(Field field) {
        return NativeTypes.column(field);
    }

    @Override
    public NativeType keyType(Field field) {
        return NativeTypes.key(field);
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
    public List<String> tablesStartingWith(Connection connection, String namespace, String prefix) throws SQLException {
        return Statements.query(
                connection,
                "SELECT t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
                        + " WHERE s.name = ? AND LEFT(t.name, " + prefix.length() + ") = ?",
                row -> row.getString(1),
                namespace,
                prefix);
    }

    /** Most databases compare names without regard to case; spaces at the end never count. */
    @Override
    public String identity(String identifier) {
        return identifier.stripTrailing().toLowerCase(Locale.ROOT);
    }

    @Override
    public String quote(String identifier) {
        return '[' + identifier.replace("]", "]]") + ']';
    }

    @Override
    public String keyTextType() {
        return "NVARCHAR(255) COLLATE " + NativeTypes.EXACT;
    }

    @Override
    public String integerType() {
        return "INT";
    }

    @Override
    public String longTextType() {
        return "NVARCHAR(MAX)";
    }

    /** Keys of a clustered index may have 900 bytes, others 1,700. */
    @Override
    public String primaryKey(String columns) {
        return "PRIMARY KEY NONCLUSTERED (" + columns + ")";
    }

    /** So that an index of the column is used, and a clock is rounded as the column's are. */
    @Override
    public String parameter(Field column) {
        String type = column.nativeType();
        boolean converted = isBytesOfText(type) || type.equals("datetime") || type.equals("smalldatetime");
        return converted ? "CAST(? AS " + type + ")" : "?";
    }

    /** A letter that the database's code page lacks would become another: such texts are compared as they are. */
    @Override
    public String parameter(Field column, String value) {
        if (column.type() instanceof Type.TimestampTz) {
            return "CAST(? AS datetimeoffset(7))";
        }
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(value);
        return isBytesOfText(column.nativeType()) && !ascii ? "?" : parameter(column);
    }

    /** Instants as texts: the driver takes them through a calendar that leaves out ten days of 1582. */
    @Override
    public void bind(PreparedStatement statement, int index, BoundValue value) throws SQLException {
        if (value.column().type() instanceof Type.TimestampTz) {
            statement.setString(index, value.text().replaceFirst("(\\.\\d{7})\\d*", "$1"));
        } else {
            value.bind(statement, index);
        }
    }

    @Override
    public boolean isOrdered(Field column) {
        return ColumnType.isOrdered(column.nativeType());
    }

    /** Whether a text's characters are those of a code page. */
    static boolean isBytesOfText(String nativeType) {
        return nativeType.startsWith("varchar") || nativeType.startsWith("char") || nativeType.equals("text");
    }

    /** A heap, into which several writers can load at once: a table that becomes the target gets its key with the rest. */
    @Override
    public List<String> createStaging(StreamName staging, TablePlan plan) {
        List<PlannedColumn> columns = stagedColumns(plan).stream()
                .map(column -> new PlannedColumn(
                        column.name(),
                        column.type(),
                        column.nullable() && !plan.primaryKey().contains(column.name())))
                .toList();
        return List.of(createTable(staging, columns, List.of()));
    }

    /** The key is added with the rest of what makes it the target. */
    @Override
    public List<String> finish(Table staged, TablePlan plan) {
        return super.finish(staged, plan).stream()
                .filter(statement -> !statement.contains(" ADD PRIMARY KEY "))
                .toList();
    }

    /** Without HOLDLOCK another session could insert a key between the look and the insert. */
    @Override
    public String merge(StreamName staging, TablePlan plan) {
        MergeStatements merge = new MergeStatements(this, plan);
        return merge.merge(
                        merge.named(quote(plan.target()) + " WITH (HOLDLOCK) AS", MergeStatements.TARGET),
                        merge.named(quote(staging) + " AS", MergeStatements.STAGED))
                + ";";
    }

    @Override
    public NativeType stagedKey(NativeType type, TableColumn column) {
        NativeType plain = new NativeType(
                type.ddl().replaceFirst(" COLLATE .*", "").replace(CatalogColumn.IDENTITY, ""),
                type.accepted(),
                type.loss());
        return super.stagedKey(plain, column);
    }

    @Override
    public String instant(Instant instant) {
        return "CAST('" + instantText(instant) + " +00:00' AS datetimeoffset(6))";
    }

    @Override
    public String addColumn(StreamName table, String column, String type) {
        return "ALTER TABLE " + quote(table) + " ADD " + quote(column) + " " + type + " NULL";
    }

    /** Not what an index or constraint depends on, nor what counts by itself. */
    @Override
    public boolean canWiden(Table table, TableColumn column, Type to, String type) {
        boolean inKey = table.primaryKey().contains(column.name())
                || table.uniqueKeys().stream().anyMatch(key -> key.contains(column.name()));
        boolean fits = to != Type.NUMERIC || NativeTypes.holdsAsNumeric(column.type());
        boolean known = table.keeps().stream().noneMatch(kept -> kept.endsWith(" of column " + column.name()));
        return fits && known && !inKey && !column.nativeType().endsWith(CatalogColumn.IDENTITY);
    }

    @Override
    public String changeType(StreamName table, TableColumn column, String type) {
        boolean text = type.startsWith("nvarchar") && !column.collation().isEmpty();
        return "ALTER TABLE " + quote(table) + " ALTER COLUMN " + quote(column.name()) + " " + type
                + (text ? " COLLATE " + column.collation() : "") + (column.nullable() ? " NULL" : " NOT NULL");
    }

    @Override
    public List<String> publish(StreamName staging, TablePlan plan) {
        return Publishing.statements(this, staging, plan);
    }

    @Override
    public ErrorCode errorCode(SQLException error) {
        return switch (ServerText.number(error)) {
            case 229, 230, 262, 297, 300, 916, 1088, 3906, 15151, 15247, 15469 -> ErrorCode.PERMISSION_DENIED;
            case 18452, 18456, 18486, 18487, 18488 -> ErrorCode.LOGIN_REFUSED;
            case 911, 4060 -> ErrorCode.DATABASE_NOT_FOUND;
            case 208, 3701, 4902 -> ErrorCode.STREAM_NOT_FOUND;
            case 207 -> ErrorCode.COLUMN_NOT_FOUND;
            case 701,
                    802,
                    1204,
                    1205,
                    LOCK_TIMED_OUT,
                    3957,
                    3958,
                    3960,
                    3961,
                    10928,
                    10929,
                    40197,
                    40501,
                    40613,
                    49918,
                    49919,
                    49920 -> ErrorCode.TRY_AGAIN;
            case 1101, 1105, 9002, 40544 -> ErrorCode.DISK_FULL;
            case 103, 1701, 1702, 1919, 2714, 2760 -> ErrorCode.INCOMPATIBLE_SCHEMA;
            case 220,
                    232,
                    241,
                    242,
                    244,
                    245,
                    248,
                    295,
                    511,
                    515,
                    547,
                    1946,
                    2601,
                    2627,
                    2628,
                    8114,
                    8115,
                    8152,
                    8169,
                    9420 -> ErrorCode.VALUE_REFUSED;
            case 596, 6005, 10053, 10054 -> ErrorCode.CONNECTION_LOST;
            // THROW and RAISERROR, as triggers do that check rows
            default -> ServerText.number(error) >= FIRST_OF_USERS ? ErrorCode.VALUE_REFUSED : super.errorCode(error);
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        String text = ServerText.of(error);
        return new Refusal(Refusal.between(text, "column '", "'").orElse(""), text);
    }

    @Override
    public boolean isThereAlready(SQLException error) {
        return switch (ServerText.number(error)) {
            case 2601, 2627 -> true;
            default -> false;
        };
    }

    @Override
    public List<String> numberStaged(StreamName staging) {
        return List.of("ALTER TABLE " + quote(staging) + " ADD " + quote(Staging.NUMBER)
                + " bigint IDENTITY(1,1) NOT NULL PRIMARY KEY");
    }

    /** A session of ours gives the whole transaction up at any error, unless it is told not to. */
    @Override
    public Savepoint savepoint(Connection connection) throws SQLException {
        Statements.run(connection, "SET XACT_ABORT OFF");
        return connection.setSavepoint();
    }

    /** The driver says nothing where an error took the transaction with it. */
    @Override
    public void rollback(Connection connection, Savepoint savepoint) throws SQLException {
        if (Statements.queryLong(connection, "SELECT @@TRANCOUNT") == 0) {
            throw new SQLException("the transaction was rolled back");
        }
        connection.rollback(savepoint);
    }

    /** The driver can't. */
    @Override
    public void release(Connection connection, Savepoint savepoint) {}

    @Override
    public Optional<String> clock() {
        return Optional.of("(DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME()))");
    }

    @Override
    public List<ActingKey> actingKeys(Connection connection, StreamName table) throws SQLException {
        return TableLookup.actingKeys(connection, table);
    }

    @Override
    public String advice(SQLException error) {
        return switch (ServerText.number(error)) {
            case 229, 230, 262, 297, 300, 15151, 15247 -> "GRANT the privilege to the user that is named under 'user'";
            case 547 -> ServerText.of(error).startsWith("The DELETE statement ") ? ADVICE_FOR_REFERENCES : "";
            case 3906 -> "the database is read-only or a replica: write to the primary";
            case 1204, LOCK_TIMED_OUT -> "someone holds a lock on the table; run again later, or raise 'lock_timeout'";
            case 1101, 1105, 9002, 40544 -> "make room for the database or its log and run again";
            case 1701, 1702 -> "select fewer columns";
            case 2760 -> "create the schema, or name another under 'schema'";
            case 3952 -> "the query reads a database without snapshot isolation: set consistent_read: false";
            case 3961 -> "the table was changed while it was read; run again";
            default -> "HY008".equals(error.getSQLState()) ? "raise 'statement_timeout' if it was too short" : "";
        };
    }
}
