package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that somebody else has made, and what is written to them, on both products. */
class ExistingTablesTest {
    private static final Schema SCHEMA = schema(Field.required("id", Type.INT32), Field.of("v", Type.STRING));
    private static final List<TestingMysqlDatabase> DATABASES = new ArrayList<>();

    @BeforeAll
    static void createDatabases() {
        DATABASES.add(TestingMysql.mysql().createDatabase());
        DATABASES.add(TestingMysql.mariadb().createDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        DATABASES.forEach(TestingMysqlDatabase::close);
        DATABASES.clear();
    }

    static Stream<TestingMysqlDatabase> databases() {
        return DATABASES.stream();
    }

    /** The first column is the key. */
    private static Schema schema(Field... fields) {
        return new Schema(List.of(fields), List.of(fields[0].name()));
    }

    private static RecordBatch rows(Schema schema, Object... values) {
        BatchBuilder rows = new BatchBuilder(schema, values.length);
        for (int i = 0; i < values.length; i++) {
            int column = i % schema.size();
            Values.append(schema.type(column), rows.column(column), values[i]);
        }
        return rows.build();
    }

    private static WriteRequest request(TestingMysqlDatabase database, String table, WriteMode mode, Schema schema) {
        return WriteSession.request(new MysqlSystem(database), StreamName.of(table), schema, mode, false);
    }

    private static void write(TestingMysqlDatabase database, String table, WriteMode mode, RecordBatch rows)
            throws Exception {
        WriteSession session =
                WriteSession.begin(new MysqlSystem(database), request(database, table, mode, rows.schema()));
        try {
            session.commit(session.write(0, 1, rows));
        } catch (Exception e) {
            session.abort();
            throw e;
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aZeroInAColumnThatCountsByItselfStaysZero(TestingMysqlDatabase database) throws Exception {
        for (WriteMode mode : WriteMode.values()) {
            String table = "zero_" + mode;
            database.execute("create table " + table + " (id int auto_increment primary key, v varchar(20))");

            write(database, table, mode, rows(SCHEMA, 0, "zero", 1, "one", 2, "two"));
            if (mode == WriteMode.MERGE) {
                write(database, table, mode, rows(SCHEMA, 0, "zero", 1, "one", 2, "two"));
            }

            assertThat(database.query("select * from " + table + " order by id"))
                    .as(mode.name())
                    .containsExactly(List.of("0", "zero"), List.of("1", "one"), List.of("2", "two"));
        }
    }

    private static void append(TestingMysqlDatabase database, String column, Type type, Object value) throws Exception {
        Schema schema = schema(Field.required("id", Type.INT32), Field.of("c", type));
        database.execute("drop table if exists own", "create table own (id int primary key, c " + column + ")");
        write(database, "own", WriteMode.APPEND, rows(schema, 1, value));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void typesOfMysqlAloneAreWrittenAsTheyAreRead(TestingMysqlDatabase database) throws Exception {
        List<Object> kept = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        record Case(String column, Type type, Object value) {}
        for (Case each : List.of(
                new Case("year", Type.INT16, 0),
                new Case("year", Type.INT8, 0),
                new Case("year", Type.INT16, 1901),
                new Case("year", Type.INT16, 2155),
                new Case("enum('a', 'it''s', 'x\\\\y', '7')", Type.STRING, "it's"),
                new Case("enum('a', 'it''s', 'x\\\\y', '7')", Type.STRING, "x\\y"),
                new Case("enum('a', 'it''s', 'x\\\\y', '7')", Type.STRING, "7"),
                new Case("enum('a', 'A') collate utf8mb4_bin", Type.STRING, "A"),
                new Case("set('r', 'g', 'b')", Type.STRING, "r,b"),
                new Case("set('r', 'g', 'b')", Type.STRING, ""),
                new Case("bit(8)", Type.STRING, "00000101"),
                new Case("bit(64)", Type.STRING, "1".repeat(64)),
                new Case("time(1)", Type.INTERVAL, "PT-838H-59M-58.5S"),
                new Case("time", Type.INTERVAL, "PT-1S"),
                new Case("float(10,2)", Type.FLOAT32, 12345.67f),
                new Case("double(10,2)", Type.FLOAT64, 99999999.99))) {
            append(database, each.column(), each.type(), each.value());
            kept.add(new Rig(database).rows("own").getFirst().get(1));
            values.add(each.value());
        }

        assertThat(kept).isEqualTo(values);
        append(database, "point", Type.BINARY, HexFormat.of().parseHex("0101000000000000000000f03f0000000000000040"));
        assertThat(database.query("select st_astext(c) from own").getFirst().getFirst())
                .isEqualTo("POINT(1 2)");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void valuesThatAColumnWouldKeepAsOthersAreRefused(TestingMysqlDatabase database) {
        record Case(String column, Type type, Object value) {}
        for (Case each : List.of(
                new Case("year", Type.INT16, 5),
                new Case("year", Type.INT16, 70),
                new Case("enum('a', 'b')", Type.STRING, "2"),
                new Case("enum('a', 'b')", Type.STRING, "A"),
                new Case("set('r', 'g', 'b')", Type.STRING, "3"),
                new Case("bit(8)", Type.STRING, "A"),
                new Case("bit(8)", Type.STRING, "101"),
                new Case("time", new Type.Time(6), LocalTime.parse("10:00:00.5")),
                new Case("time(3)", Type.INTERVAL, "PT0.0001S"),
                new Case("time", Type.INTERVAL, "P1M"),
                new Case("float(10,2)", Type.FLOAT32, 1.239f),
                new Case("double(10,2)", Type.FLOAT64, 1.239))) {
            assertThatThrownBy(() -> append(database, each.column(), each.type(), each.value()))
                    .as(each.toString())
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContainingAll(
                            "column 'c'", "can't be kept as " + each.column().replaceAll("[ (].*", ""));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aYearStaysAYearWhereLargerNumbersCome(TestingMysqlDatabase database) throws Exception {
        Schema schema = schema(
                new Field("id", Type.INT32, false, "integer", ""), new Field("c", Type.INT32, true, "integer", ""));
        database.execute("create table years (id int primary key, c year)");

        WriteRequest request = request(database, "years", WriteMode.APPEND, schema);

        assertThat(new MysqlDestination().plan(request).columns().get(1).accepted())
                .isEqualTo(Type.INT16);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTableOfAnyNameIsMergedInto(TestingMysqlDatabase database) throws Exception {
        for (String table : List.of("s", "S", "t", "d")) {
            database.execute("create table " + table + " (id int primary key, v varchar(20))");
            database.execute("insert into " + table + " values (1, 'old'), (3, 'kept')");

            write(database, table, WriteMode.MERGE, rows(SCHEMA, 1, "new", 2, "added"));

            assertThat(database.query("select * from " + table + " order by id"))
                    .as(table)
                    .containsExactly(List.of("1", "new"), List.of("2", "added"), List.of("3", "kept"));
            database.execute("drop table " + table);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void optionsAndInvisibleColumnsOfATableSurviveAnOverwrite(TestingMysqlDatabase database) throws Exception {
        database.execute("create table packed (id int primary key, v text) row_format = compressed");
        database.execute("create table hiding (id int primary key, v text invisible)");

        write(database, "packed", WriteMode.OVERWRITE, rows(SCHEMA, 1, "new"));
        write(database, "hiding", WriteMode.OVERWRITE, rows(SCHEMA, 1, "new"));

        assertThat(database.query("select create_options from information_schema.tables where table_schema = '"
                                + database.name() + "' and table_name = 'packed'")
                        .getFirst()
                        .getFirst())
                .isEqualToIgnoringCase("row_format=COMPRESSED");
        assertThat(database.query("select * from hiding")).containsExactly(List.of("1"));
        assertThat(database.query("select id, v from hiding")).containsExactly(List.of("1", "new"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void contract21ATableIsOnePlaceWithItsDatabaseAndWithout(TestingMysqlDatabase database) {
        WriteRequest request = request(database, "Orders", WriteMode.OVERWRITE, SCHEMA);
        String place = new MysqlDestination().place(request);

        assertThat(new MysqlDestination().place(request.withTarget(new StreamName(database.name(), "Orders"))))
                .isEqualTo(place);
        // on Linux
        assertThat(new MysqlDestination().place(request.withTarget(StreamName.of("orders"))))
                .isNotEqualTo(place);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aStateIsFoundWithTheTargetsDatabaseAndWithout(TestingMysqlDatabase database) {
        database.execute("CREATE TABLE stateful (a int)");
        WriteRequest request = request(database, "stateful", WriteMode.APPEND, SCHEMA);
        WriteRequest inDatabase = request.withTarget(new StreamName(database.name(), "stateful"));
        MysqlDestination destination = new MysqlDestination();
        destination.putState(request, "one");
        assertThat(destination.state(inDatabase)).isEqualTo("one");

        destination.putState(inDatabase, "two");
        assertThat(destination.state(request)).isEqualTo("two");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aStateThatIsSetAfterARunWasCutOffBehindItsCommitStays(TestingMysqlDatabase database) throws Exception {
        database.execute("CREATE TABLE cut_off (id int PRIMARY KEY, v text)");
        WriteRequest request = request(database, "cut_off", WriteMode.APPEND, SCHEMA);
        WriteRequest impatient = new WriteRequest(
                request.runId(),
                request.pipeline(),
                request.stream(),
                new MysqlSystem(database).options(Map.of("lock_timeout", 1)),
                request.target(),
                request.schema(),
                request.mode(),
                request.rules(),
                request.parallelism(),
                request.batchSize(),
                request.taskMemory());
        WriteSession session = WriteSession.begin(new MysqlSystem(database), impatient);
        CommitToken token = session.write(0, 1, rows(SCHEMA, 1, "a"));
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            String staging = database.query("SHOW TABLES LIKE '\\_sluice\\_%\\_l'")
                    .getFirst()
                    .getFirst()
                    .replaceFirst("_l$", "");
            Statements.queryLong(reader, "SELECT count(*) FROM `" + staging + "`");
            assertThat(session.commit("one", token).rows()).isOne();
            reader.rollback();
        }
        MysqlDestination destination = new MysqlDestination();
        assertThat(destination.state(request)).isEqualTo("one");

        destination.putState(request, "two");
        assertThat(destination.state(request)).isEqualTo("two");
        assertThat(database.query("SELECT count(*) FROM cut_off").getFirst()).containsExactly("1");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aLeaseKeepsOthersOutWithTheTargetsDatabaseAndWithout(TestingMysqlDatabase database) {
        WriteRequest request = request(database, "leased", WriteMode.APPEND, SCHEMA);
        WriteRequest inDatabase = request.withTarget(new StreamName(database.name(), "leased"));
        MysqlDestination destination = new MysqlDestination();
        try (Lease lease = destination.lease(request, new LeaseHolder("here", "host-1"), Duration.ofMinutes(1))) {
            assertThatThrownBy(() ->
                            destination.lease(inDatabase, new LeaseHolder("there", "host-2"), Duration.ofMinutes(1)))
                    .hasMessageContaining("host-1");
            assertThat(lease.renew()).isTrue();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTargetOfAnotherDatabaseIsReadBackFromThere(TestingMysqlDatabase database) {
        WriteRequest request = request(database, "t", WriteMode.OVERWRITE, SCHEMA);

        assertThat(new MysqlDestination()
                        .readBack(request.withTarget(new StreamName("raw", "t")))
                        .orElseThrow()
                        .options()
                        .get(ServerOptions.DATABASE))
                .isEqualTo("raw");
    }

    private static Schema declared(int keyLength) {
        Type key = new Type.Text(keyLength);
        return schema(
                new Field("k", key, false, "text", ""), new Field("v", new Type.Text(20), true, "varchar(20)", ""));
    }

    private static List<String> collations(TestingMysqlDatabase database, String table) {
        return database
                .query("select column_type, character_set_name, collation_name from information_schema.columns"
                        + " where table_schema = '" + database.name() + "' and table_name = '" + table
                        + "' order by ordinal_position")
                .stream()
                .map(column -> String.join(" ", column))
                .toList();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTextThatIsWidenedKeepsItsCharacterSetAndCollation(TestingMysqlDatabase database) throws Exception {
        for (String collation : List.of("utf8mb4_general_ci", "utf8mb4_bin", "latin1_swedish_ci")) {
            String set = collation.replaceFirst("_.*", "");
            for (int length : List.of(10, Type.Text.UNLIMITED)) {
                database.execute(
                        "create table widened (k varchar(5), v varchar(5), primary key (k)) collate " + collation);
                database.execute("insert into widened values ('a', 'old')");

                write(
                        database,
                        "widened",
                        WriteMode.MERGE,
                        rows(declared(length), "a", "é", "a longer", "a longer one"));

                assertThat(database.query("select * from widened order by k"))
                        .containsExactly(List.of("a", "é"), List.of("a longer", "a longer one"));
                String key = "varchar(" + (length == 10 ? 10 : 255) + ")";
                assertThat(collations(database, "widened"))
                        .containsExactly(
                                String.join(" ", key, set, collation), String.join(" ", "varchar(20)", set, collation));
                database.execute("drop table widened");
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aKeyThatIsLongerThanNewOnesAreIsNotMadeShorter(TestingMysqlDatabase database) throws Exception {
        database.execute("create table long_key (k varchar(300) primary key, v varchar(20))");

        write(database, "long_key", WriteMode.MERGE, rows(declared(Type.Text.UNLIMITED), "x".repeat(280), "long"));

        assertThat(collations(database, "long_key").getFirst()).startsWith("varchar(300) ");
        assertThat(database.query("select length(k), v from long_key")).containsExactly(List.of("280", "long"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTextThatTheCharacterSetOfAColumnLacksIsRefused(TestingMysqlDatabase database) {
        for (WriteMode mode : WriteMode.values()) {
            String table = "latin_" + mode;
            database.execute(
                    "create table " + table
                            + " (k varchar(5) primary key, v varchar(20) default 'x') character set latin1",
                    "insert into " + table + " values ('a', 'old')");
            for (RecordBatch refused :
                    List.of(rows(declared(10), "b", "snow \u2603"), rows(declared(10), "\u2603", "key"))) {
                assertThatThrownBy(() -> write(database, table, mode, refused))
                        .as(mode.name())
                        .hasMessageContaining("Incorrect string value");
            }
            assertThat(database.query("select * from " + table)).containsExactly(List.of("a", "old"));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTypeThatSluiceCallsByAnotherNameIsToldApart(TestingMysqlDatabase database) {
        database.execute("create table clocks (v timestamp(6) null)");
        Schema clocks = Schema.of(List.of(Field.of("v", new Type.Timestamp(6))));

        WriteRequest request = request(database, "clocks", WriteMode.APPEND, clocks);
        assertThatThrownBy(() -> new MysqlSystem(database).destination().plan(request))
                .hasMessageContaining("is timestamp(6) (timestamp_tz(6)), which can't hold timestamp(6)");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anEngineWithoutTransactionsIsRefusedBeforeARowIsRead(TestingMysqlDatabase database) {
        List<String> engines = new ArrayList<>(List.of("MyISAM", "MEMORY"));
        if (database.server().isMariaDb()) {
            engines.add("Aria");
        }
        for (String engine : engines) {
            database.execute(
                    "create table plain (id int primary key, v varchar(20)) engine = " + engine,
                    "insert into plain values (7, 'old')");
            for (WriteMode mode : WriteMode.values()) {
                WriteRequest request = request(database, "plain", mode, SCHEMA);
                for (ThrowingCallable step : List.<ThrowingCallable>of(
                        () -> new MysqlDestination().plan(request), () -> new MysqlDestination().begin(request))) {
                    assertThatThrownBy(step)
                            .as(mode.name())
                            .isInstanceOfSatisfying(
                                    ConnectorException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA))
                            .hasMessageContainingAll(
                                    "'plain' has engine " + engine, "half written", "`plain` ENGINE = InnoDB");
                }
            }
            assertThat(database.query("select * from plain")).containsExactly(List.of("7", "old"));
            database.execute("drop table plain");
        }
        assertThat(new MysqlSystem(database).contents()).noneMatch(name -> name.startsWith("_sluice_"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void partitionsOfInnoDbAreWritten(TestingMysqlDatabase database) throws Exception {
        for (WriteMode mode : WriteMode.values()) {
            String table = "parted_" + mode;
            database.execute("create table " + table
                    + " (id int primary key, v varchar(20)) engine = InnoDB partition by hash (id) partitions 3");

            write(database, table, mode, rows(SCHEMA, 1, "one", 2, "two"));

            assertThat(database.query("select count(*) from " + table)).containsExactly(List.of("2"));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void tablesOfOurOwnHaveTransactionsWhateverTheDefaultIs(TestingMysqlDatabase database) throws Exception {
        database.execute("set global default_storage_engine = MyISAM");
        try {
            MysqlSystem system = new MysqlSystem(database);
            WriteSession session = WriteSession.begin(system, request(database, "made", WriteMode.APPEND, SCHEMA));
            String engines = "select distinct engine from information_schema.tables where table_schema = '"
                    + database.name() + "' and left(table_name, 8) = '_sluice_'";
            assertThat(database.query(engines)).containsExactly(List.of("InnoDB"));
            session.commit(session.write(0, 1, rows(SCHEMA, 1, "one")));
            assertThat(database.query(engines)).containsExactly(List.of("InnoDB"));
        } finally {
            database.execute("set global default_storage_engine = InnoDB");
        }
    }

    private static void createReferenced(TestingMysqlDatabase database, String action) {
        database.execute(
                "drop table if exists child",
                "drop table if exists parent",
                "create table parent (id int primary key, v varchar(20))",
                "create table child (id int primary key, parent int, constraint child_parent foreign key (parent)"
                        + " references parent (id) " + action + ")",
                "insert into parent values (1, 'old')",
                "insert into child values (10, 1)");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anOverwriteThatWouldDeleteOrChangeRowsOfOthersIsRefused(TestingMysqlDatabase database) throws Exception {
        for (String action : List.of("on delete cascade", "on delete set null")) {
            createReferenced(database, action);
            WriteRequest request = request(database, "parent", WriteMode.OVERWRITE, SCHEMA);
            for (ThrowingCallable step : List.<ThrowingCallable>of(
                    () -> new MysqlDestination().plan(request), () -> new MysqlDestination().begin(request))) {
                assertThatThrownBy(step)
                        .isInstanceOfSatisfying(
                                ConnectorException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA))
                        .hasMessageContainingAll("'parent'", "'child_parent' of table 'child'", "write_mode: merge")
                        .hasMessageContaining(
                                action.replaceFirst("on delete ", "").toUpperCase(Locale.ROOT));
            }
            write(database, "parent", WriteMode.MERGE, rows(SCHEMA, 1, "new"));
            assertThat(database.query("select p.id, p.v, c.id from parent p join child c on c.parent = p.id"))
                    .containsExactly(List.of("1", "new", "10"));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anOverwriteThatAForeignKeyForbidsSaysWhatElseCanBeDone(TestingMysqlDatabase database) {
        createReferenced(database, "");

        assertThatThrownBy(() -> write(database, "parent", WriteMode.OVERWRITE, rows(SCHEMA, 1, "new")))
                .hasMessageContainingAll("child_parent", "write_mode: merge", "drop the constraint");
        assertThat(database.query("select * from parent")).containsExactly(List.of("1", "old"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anOverwriteOfATableThatRefersToItselfIsNoHarmToOthers(TestingMysqlDatabase database) throws Exception {
        database.execute(
                "create table tree (id int primary key, v varchar(20), above int,"
                        + " foreign key (above) references tree (id) on delete cascade)",
                "insert into tree values (1, 'root', null), (2, 'leaf', 1)");

        write(database, "tree", WriteMode.OVERWRITE, rows(SCHEMA, 3, "new"));

        assertThat(database.query("select id, v from tree")).containsExactly(List.of("3", "new"));
    }
}
