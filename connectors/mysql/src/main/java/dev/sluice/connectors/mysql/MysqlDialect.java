package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.MergeStatements;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.Publication;
import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** MySQL 8 and 9, and MariaDB 10.6 to 11. */
final class MysqlDialect extends Dialect {
    /** Where it isn't known, or doesn't matter, which of the two is at the other end. */
    static final MysqlDialect EITHER = new MysqlDialect("MySQL/MariaDB", false);

    private static final MysqlDialect MYSQL = new MysqlDialect("MySQL", false);
    private static final MysqlDialect MARIADB = new MysqlDialect("MariaDB", true);

    /** In characters, of which each may take three bytes in a name. */
    private static final int MAX_IDENTIFIER_CHARACTERS = 64;

    private final String product;
    private final boolean mariaDb;

    private MysqlDialect(String product, boolean mariaDb) {
        this.product = product;
        this.mariaDb = mariaDb;
    }

    /** The dialect of the server at the other end. */
    static MysqlDialect of(Connection connection) {
        try {
            return connection.getMetaData().getDatabaseProductName().equals("MariaDB") ? MARIADB : MYSQL;
        } catch (SQLException e) {
            return EITHER;
        }
    }

    boolean isMariaDb() {
        return mariaDb;
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public int maxIdentifierBytes() {
        return MAX_IDENTIFIER_CHARACTERS * 3;
    }

    @Override
    public void requireName(String what, String name) {
        super.requireName(what, name);
        MysqlNames.require(product(), what, name);
    }

    @Override
    public NativeType nativeType(Field field) {
        return NativeTypes.column(field, mariaDb);
    }

    @Override
    public NativeType keyType(Field field) {
        return NativeTypes.key(field, mariaDb);
    }

    @Override
    public Optional<NativeType> nativeType(Field field, TableColumn existing) {
        return ExistingColumn.accept(field, existing, mariaDb);
    }

    @Override
    public Optional<Table> table(Connection connection, StreamName name) throws SQLException {
        return TableLookup.find(connection, name);
    }

    @Override
    public List<String> tablesStartingWith(Connection connection, String namespace, String prefix) throws SQLException {
        return Statements.query(
                connection,
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = coalesce(nullif(?, ''), database()) AND table_type = 'BASE TABLE'"
                        + " AND left(table_name, ?) = ?",
                row -> row.getString(1),
                namespace,
                prefix.length(),
                prefix);
    }

    /** Column names don't differ by case or accents. */
    @Override
    public String identity(String identifier) {
        return Normalizer.normalize(identifier, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public String namespace(Options options) {
        return options.get(ServerOptions.DATABASE);
    }

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public boolean ddlIsTransactional() {
        return false;
    }

    @Override
    public String keyTextType() {
        return "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    @Override
    public String longTextType() {
        return "LONGTEXT";
    }

    @Override
    public String createTable(StreamName name, List<TablePlan.PlannedColumn> columns, List<String> primaryKey) {
        return super.createTable(name, RowSize.within(columns, primaryKey), primaryKey)
                + " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4";
    }

    @Override
    public List<String> publish(StreamName staging, TablePlan plan) {
        String target = quote(plan.target());
        String names = quote(plan.columnNames());
        String insert = "INSERT INTO " + target + " (" + names + ") SELECT " + names + " FROM " + quote(staging);
        return switch (plan.publication()) {
            case RENAME -> List.of("RENAME TABLE " + quote(staging) + " TO " + target);
            case REPLACE ->
                List.of("RENAME TABLE " + target + " TO " + quote(Staging.retired(staging)) + ", " + quote(staging)
                        + " TO " + target);
            case DELETE_AND_INSERT -> List.of("DELETE FROM " + target, insert);
            case INSERT -> List.of(insert);
            case MERGE -> List.of(merge(staging, plan));
        };
    }

    /**
     * Names of columns alone would be ambiguous: both tables have them. So would be an alias that is the target's name, which
     * can be any that isn't reserved.
     */
    @Override
    public String merge(StreamName staging, TablePlan plan) {
        MergeStatements merge = new MergeStatements(this, plan);
        String target = quote(plan.target());
        String source = quote(MergeStatements.STAGED);
        String staged = plan.columnNames().stream()
                .map(name -> source + "." + quote(name))
                .collect(Collectors.joining(", "));
        List<String> others = merge.others();
        String first = quote(plan.columnNames().getFirst());
        String update = others.isEmpty()
                ? target + "." + first + " = " + target + "." + first
                : others.stream()
                        .map(name -> target + "." + quote(name) + " = " + source + "." + quote(name))
                        .collect(Collectors.joining(", "));
        return "INSERT INTO " + target + " (" + quote(plan.columnNames()) + ") SELECT " + staged + " FROM "
                + quote(staging) + " AS " + source + " ON DUPLICATE KEY UPDATE " + update;
    }

    /** A row that changes counts as two, and one that doesn't as none. */
    @Override
    public boolean countsMergedRows() {
        return false;
    }

    /** ON DUPLICATE KEY acts on the row of any unique key. */
    @Override
    public void requireMergeable(Table table, List<String> key) {
        List<List<String>> keys = new ArrayList<>(table.uniqueKeys());
        if (!table.primaryKey().isEmpty()) {
            keys.add(table.primaryKey());
        }
        keys.stream()
                .filter(other -> !Set.copyOf(other).equals(Set.copyOf(key)))
                .findFirst()
                .ifPresent(other -> {
                    throw new ConnectorException(
                            ErrorCode.INCOMPATIBLE_SCHEMA,
                            product() + " table '" + table.name() + "' has another unique key ("
                                    + String.join(", ", other) + ") than (" + String.join(", ", key)
                                    + "), by which rows are to be merged: INSERT … ON DUPLICATE KEY UPDATE would"
                                    + " overwrite the row of another key where only that one is equal. Drop that"
                                    + " index, or use write_mode: append or overwrite");
                });
    }

    @Override
    public void requireTransactions(Connection connection, StreamName table) throws SQLException {
        Optional<String> engine = TableLookup.engineWithoutTransactions(connection, table);
        if (engine.isPresent()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    product() + " table '" + table + "' has engine " + engine.get()
                            + ", which has no transactions, so that a run that fails would leave it half written. Run"
                            + " ALTER TABLE " + quote(table) + " ENGINE = InnoDB, or drop it and let Sluice make it");
        }
    }

    @Override
    public List<ActingKey> actingKeys(Connection connection, StreamName table) throws SQLException {
        return TableLookup.actingKeys(connection, table);
    }

    /** One statement, since each rebuilds the table. */
    @Override
    public List<String> finish(Table staged, TablePlan plan) {
        List<String> statements = super.finish(staged, plan);
        String alter = "ALTER TABLE " + quote(staged.name()) + " ";
        return statements.isEmpty()
                ? statements
                : List.of(statements.stream()
                        .map(statement -> statement.substring(alter.length()))
                        .collect(Collectors.joining(", ", alter, "")));
    }

    /** MariaDB looks keys up one by one. */
    @Override
    public List<String> prepareLookup(StreamName staged, List<TablePlan.PlannedColumn> key) {
        List<String> names = key.stream().map(TablePlan.PlannedColumn::name).toList();
        return List.of("ALTER TABLE " + quote(staged) + " ADD INDEX (" + quote(names) + ")");
    }

    @Override
    public NativeType stagedKey(NativeType type, TableColumn column) {
        return super.stagedKey(new NativeType(uncollated(type.ddl()), type.accepted(), type.loss()), column);
    }

    private static String uncollated(String type) {
        return type.replaceFirst(" (CHARACTER SET|COLLATE) .*", "");
    }

    /** What MODIFY COLUMN doesn't say again is lost: only columns that have nothing to lose. */
    @Override
    public boolean canWiden(Table table, TableColumn column, Type to, String type) {
        boolean plain = table.keeps().stream().noneMatch(kept -> kept.endsWith(" of column " + column.name()));
        boolean fits = to != Type.NUMERIC || NativeTypes.holdsAsNumeric(column.type());
        boolean longer = !(column.type() instanceof Type.Text(int length)) || NativeTypes.isLonger(type, length);
        // it holds less than the integer that it is read as
        boolean year = column.nativeType().startsWith("year");
        return plain && fits && longer && !year;
    }

    /** A text keeps its collation, and with that its character set, whatever a new column would have. */
    @Override
    public String changeType(StreamName table, TableColumn column, String type) {
        boolean text = column.type() instanceof Type.Text && !column.collation().isEmpty();
        return "ALTER TABLE " + quote(table) + " MODIFY COLUMN " + quote(column.name()) + " "
                + (text ? uncollated(type) + " COLLATE " + column.collation() : type)
                + (column.nullable() ? " NULL" : " NOT NULL");
    }

    @Override
    public String describe(Publication publication) {
        return publication == Publication.REPLACE
                ? "rename the old table and the staging table in one statement, and drop the old one"
                : super.describe(publication);
    }

    @Override
    public boolean isOrdered(Field column) {
        return ColumnType.isOrdered(column.nativeType());
    }

    @Override
    public String rowAt(long offset) {
        return " LIMIT 1 OFFSET " + offset;
    }

    @Override
    public ErrorCode errorCode(SQLException error) {
        return switch (ServerText.number(error)) {
            case 1044, 1142, 1143, 1227, 1290, 1370, 1410, 1792, 1836 -> ErrorCode.PERMISSION_DENIED;
            case 1045, 1698 -> ErrorCode.LOGIN_REFUSED;
            case 1049 -> ErrorCode.DATABASE_NOT_FOUND;
            case 1051, 1146 -> ErrorCode.STREAM_NOT_FOUND;
            case 1054 -> ErrorCode.COLUMN_NOT_FOUND;
            case 1040, 1203, 1205, 1213, 3572 -> ErrorCode.TRY_AGAIN;
            case 1021, 1114 -> ErrorCode.DISK_FULL;
            case 1059, 1071, 1117, 1118, 1170 -> ErrorCode.INCOMPATIBLE_SCHEMA;
            case 1048, 1062, 1153, 1264, 1265, 1292, 1366, 1369, 1406, 1526, 1644, 1690, 3140, 3819, 4025 ->
                ErrorCode.VALUE_REFUSED;
            case 1053, 1077, 1079, 1927, 2006, 2013 -> ErrorCode.CONNECTION_LOST;
            default -> super.errorCode(error);
        };
    }

    @Override
    public Refusal refusal(SQLException error) {
        // LOAD DATA and INSERT count the rows of one statement
        String text = ServerText.of(error).replaceFirst(" at row \\d+$", "");
        String column = Refusal.between(text, "column '", "'")
                .or(() -> Refusal.between(text, "Column '", "'"))
                .or(() -> Refusal.between(text, "column `", "`"))
                .orElse("");
        return new Refusal(column.substring(column.lastIndexOf('.') + 1).replace("`", ""), text);
    }

    @Override
    public boolean isThereAlready(SQLException error) {
        return switch (ServerText.number(error)) {
            case 1062, 1586 -> true;
            default -> false;
        };
    }

    @Override
    public List<String> numberStaged(StreamName staging) {
        return List.of("ALTER TABLE " + quote(staging) + " ADD COLUMN " + quote(Staging.NUMBER)
                + " BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY");
    }

    /** In the same ALTER as the new key comes: a table may have to have one. */
    @Override
    public List<String> replacingGeneratedKey(Connection connection, StreamName staging, List<String> statements)
            throws SQLException {
        boolean generated = !mariaDb
                && !statements.isEmpty()
                && Session.withGeneratedKeys(connection, () -> TableLookup.hasGeneratedKey(connection, staging));
        if (!generated) {
            return statements;
        }
        String alter = "ALTER TABLE " + quote(staging) + " ";
        String drop = "DROP PRIMARY KEY, DROP COLUMN " + quote(TableLookup.GENERATED_KEY) + ", ";
        List<String> replacing = new ArrayList<>(statements);
        replacing.set(0, statements.getFirst().replace(alter, alter + drop));
        return replacing;
    }

    @Override
    public Optional<String> clock() {
        return Optional.of("CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)");
    }

    @Override
    protected String text(SQLException error) {
        return ServerText.of(error);
    }

    @Override
    public String advice(SQLException error) {
        return switch (ServerText.number(error)) {
            case 1044, 1142, 1143, 1227 ->
                "GRANT the privilege to the user that is named under 'user'" + privileges(ServerText.of(error));
            case 1290, 1836 -> "the server is read-only or a replica: write to the primary";
            case 1205 -> "someone holds a lock on the table; run again later, or raise 'lock_timeout'";
            case 1412 -> "the table was changed while it was read; run again";
            case 1969, 3024 -> "raise 'statement_timeout' if it was too short";
            case 1021, 1114 -> "make room on the server's disk and run again";
            case 1217, 1451 -> ADVICE_FOR_REFERENCES;
            case 1118 -> adviceForRowSize(ServerText.of(error));
            case 1153 -> "raise the server's max_allowed_packet";
            case 3750 ->
                "staging tables have no primary key: SET GLOBAL sql_generate_invisible_primary_key = ON, or"
                        + " sql_require_primary_key = OFF";
            default -> "";
        };
    }

    /** All at once where a table of our own is concerned, which the user can't name in a grant. */
    private static String privileges(String error) {
        return error.contains(Staging.RESERVED_PREFIX)
                ? ": to write to any table of a database, SELECT, INSERT, UPDATE, DELETE, CREATE, DROP and ALTER on"
                        + " all of it, since rows are staged beside the table"
                : "";
    }

    /** Of the server's limit for all tables, or of InnoDB's, which doesn't count long texts of any type. */
    private static String adviceForRowSize(String text) {
        return text.contains("65535")
                ? "select fewer columns, or cast long texts to string"
                : "select fewer columns, or split the table into several";
    }
}
