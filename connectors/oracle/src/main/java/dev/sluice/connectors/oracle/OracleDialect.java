package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.condition.BoundValue;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oracle.jdbc.OraclePreparedStatement;

/** Oracle Database 19c to 23ai. */
final class OracleDialect extends Dialect {
    static final OracleDialect OLDEST = new OracleDialect(Release.V19);

    private static final int FIRST_OF_USERS = 20_000;
    private static final int LAST_OF_USERS = 20_999;
    private static final int PARENT_NOT_FOUND = 2291;
    private static final int UNIQUE_VIOLATED = 1;
    private static final int MAX_IDENTIFIER_BYTES = 128;

    private final Release release;

    OracleDialect(Release release) {
        this.release = release;
    }

    /** The dialect of the server at the other end. */
    static OracleDialect of(Connection connection) {
        try {
            return new OracleDialect(Release.of(connection));
        } catch (SQLException e) {
            return OLDEST;
        }
    }

    @Override
    public String product() {
        return "Oracle";
    }

    @Override
    public int maxIdentifierBytes() {
        return MAX_IDENTIFIER_BYTES;
    }

    @Override
    public void requireName(String what, String name) {
        super.requireName(what, name);
        OracleNames.require(what, name);
    }

    @Override
    public String namespace(Options options) {
        return OracleNames.unquoted(
                options.find(OracleOptions.SCHEMA).orElseGet(() -> options.get(ServerOptions.USER)));
    }

    @Override
    public NativeType nativeType(Field field) {
        return NativeTypes.column(field, release);
    }

    @Override
    public NativeType keyType(Field field) {
        return NativeTypes.key(field, release);
    }

    @Override
    public Optional<NativeType> nativeType(Field field, TableColumn existing) {
        return ExistingColumn.accept(field, existing, release);
    }

    @Override
    public Optional<Table> table(Connection connection, StreamName name) throws SQLException {
        return TableLookup.find(connection, name);
    }

    @Override
    public List<String> tablesStartingWith(Connection connection, String namespace, String prefix) throws SQLException {
        return Statements.query(
                connection,
                "SELECT table_name FROM sys.all_tables WHERE owner = "
                        + "NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND SUBSTR(table_name, 1, ?) = ?",
                row -> row.getString(1),
                namespace,
                prefix.length(),
                prefix);
    }

    @Override
    public String identity(String identifier) {
        return OracleNames.unquoted(identifier);
    }

    /** Of the column's own type, so that its index is used and nothing of it is rounded. */
    @Override
    public String parameter(Field column) {
        return switch (ColumnType.base(column.nativeType())) {
            case "DATE" -> "CAST(? AS DATE)";
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" ->
                "FROM_TZ(CAST(? AS TIMESTAMP(9)), '+00:00')";
            default -> super.parameter(column);
        };
    }

    @Override
    public void bind(PreparedStatement statement, int index, BoundValue value) throws SQLException {
        switch (value.column().type()) {
            case Type.Simple.FLOAT32 ->
                ((OraclePreparedStatement) statement).setBinaryFloat(index, Float.parseFloat(value.text()));
            case Type.Simple.FLOAT64 ->
                ((OraclePreparedStatement) statement).setBinaryDouble(index, Double.parseDouble(value.text()));
            default -> value.bind(statement, index);
        }
    }

    @Override
    public boolean isOrdered(Field column) {
        return ColumnType.isOrdered(column.nativeType());
    }

    @Override
    public boolean ddlIsTransactional() {
        return false;
    }

    /** There is no statement that puts one table in another's place. */
    @Override
    public boolean replacesTables() {
        return false;
    }

    @Override
    public String keyTextType() {
        return "VARCHAR2(255 CHAR)";
    }

    @Override
    public String integerType() {
        return "NUMBER(10)";
    }

    @Override
    public String longType() {
        return "NUMBER(19)";
    }

    @Override
    public String longTextType() {
        return "CLOB";
    }

    @Override
    public List<String> publish(StreamName staging, TablePlan plan) {
        return super.publish(staging, plan).stream()
                // dropping would commit rows that the ledger has no note of yet
                .filter(statement -> !statement.startsWith("DROP"))
                .toList();
    }

    @Override
    public String descending(TablePlan.PlannedColumn column) {
        return super.descending(column) + " NULLS LAST";
    }

    @Override
    public String instant(Instant instant) {
        return "TIMESTAMP '" + instantText(instant) + " +00:00'";
    }

    @Override
    public String addColumn(StreamName table, String column, String type) {
        return "ALTER TABLE " + quote(table) + " ADD (" + quote(column) + " " + type + ")";
    }

    /** A column with rows takes only a longer type of its own kind. */
    @Override
    public boolean canWiden(Table table, TableColumn column, Type to, String type) {
        String from = column.nativeType();
        boolean bounded = from.startsWith("NUMBER(") || from.startsWith("VARCHAR2(") || from.startsWith("TIMESTAMP(");
        boolean same = bounded && type.startsWith(from.substring(0, from.indexOf('('))) && sameZone(from, type);
        return same || from.equals("DATE") && type.startsWith("TIMESTAMP(") && sameZone(from, type);
    }

    private static boolean sameZone(String from, String to) {
        return from.contains("ZONE") == to.contains("ZONE");
    }

    @Override
    public String changeType(StreamName table, TableColumn column, String type) {
        return "ALTER TABLE " + quote(table) + " MODIFY (" + quote(column.name()) + " " + type + ")";
    }

    /** Without PURGE the table would move to the recycle bin. */
    @Override
    public String dropTable(StreamName name) {
        return super.dropTable(name) + " PURGE";
    }

    @Override
    public ErrorCode errorCode(SQLException error) {
        return switch (error.getErrorCode()) {
            case 942, 4043 -> ErrorCode.STREAM_NOT_FOUND;
            case 904 -> ErrorCode.COLUMN_NOT_FOUND;
            case 1005, 1017, 28000, 28001, 28002 -> ErrorCode.LOGIN_REFUSED;
            case 990, 1031, 1045, 1456, 1950, 16000, 41900 -> ErrorCode.PERMISSION_DENIED;
            case 12154, 12504 -> ErrorCode.INVALID_CONFIGURATION;
            case 12505, 12514 -> ErrorCode.DATABASE_NOT_FOUND;
            case 54, 60, 4020, 4021, 8177, 12516, 12519, 12520, 30006 -> ErrorCode.TRY_AGAIN;
            case 257, 1536, 1652, 1653, 1654, 1688, 1691, 30036 -> ErrorCode.DISK_FULL;
            case 902, 910, 955, 972, 1450, 1792 -> ErrorCode.INCOMPATIBLE_SCHEMA;
            case 1, 1400, 1407, 1426, 1438, 1461, 1722, 1839, 1841, 1843, 2290, 2291, 2292, 12899, 14400, 40441 ->
                ErrorCode.VALUE_REFUSED;
            case 28, 1012, 1033, 1034, 1089, 1092, 3113, 3114, 3135, 12537, 12570, 17002, 17008, 17410 ->
                ErrorCode.CONNECTION_LOST;
            // RAISE_APPLICATION_ERROR, as triggers do that check rows
            default ->
                error.getErrorCode() >= FIRST_OF_USERS && error.getErrorCode() <= LAST_OF_USERS
                        ? ErrorCode.VALUE_REFUSED
                        : super.errorCode(error);
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        Refusal all = super.refusal(error);
        // "SCHEMA"."TABLE"."COLUMN"
        String column = Refusal.between(all.reason(), "\".\"", "\")").orElse("");
        return new Refusal(column.substring(column.lastIndexOf('"') + 1), all.reason());
    }

    @Override
    public boolean lacksOtherRow(SQLException error) {
        return error.getErrorCode() == PARENT_NOT_FOUND;
    }

    @Override
    public boolean isThereAlready(SQLException error) {
        return error.getErrorCode() == UNIQUE_VIOLATED;
    }

    @Override
    public List<String> numberStaged(StreamName staging) {
        String number = quote(Staging.NUMBER);
        return List.of(
                "ALTER TABLE " + quote(staging) + " ADD " + number + " NUMBER(19)",
                "UPDATE " + quote(staging) + " SET " + number + " = ROWNUM",
                "CREATE INDEX " + quote(new StreamName(staging.namespace(), staging.name() + "_n")) + " ON "
                        + quote(staging) + " (" + number + ")");
    }

    /** The driver can't. */
    @Override
    public void release(Connection connection, Savepoint savepoint) {}

    @Override
    public Optional<String> clock() {
        return Optional.of("ROUND((CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE) - DATE '1970-01-01') * 86400) * 1000");
    }

    @Override
    public List<ActingKey> actingKeys(Connection connection, StreamName table) throws SQLException {
        return TableLookup.actingKeys(connection, table);
    }

    @Override
    public String advice(SQLException error) {
        return switch (error.getErrorCode()) {
            case 54, 4021 -> "someone holds a lock on the table; run again later";
            case 942 -> "check the name, and GRANT the privilege to the user that is named under 'user'";
            case 990, 1031, 41900 -> "GRANT the privilege to the user that is named under 'user'";
            case 2292 -> ADVICE_FOR_REFERENCES;
            case 1013 -> "raise 'statement_timeout' if it was too short";
            case 1466 -> "the table was changed while it was read; run again";
            case 1536 -> "raise the user's quota: ALTER USER … QUOTA … ON the tablespace";
            case 1555, 8180, 30052 ->
                "the server no longer keeps the rows as they were when the read began: raise UNDO_RETENTION and the"
                        + " size of the undo tablespace, read with more parallelism, or set consistent_read: false";
            case 1950 -> "give the user room: ALTER USER … QUOTA UNLIMITED ON the tablespace";
            case 257, 1652, 1653, 1654, 1688, 1691, 30036 -> "make room in the tablespace and run again";
            case 1450 -> "cast the key's texts to shorter ones";
            default -> "";
        };
    }
}
