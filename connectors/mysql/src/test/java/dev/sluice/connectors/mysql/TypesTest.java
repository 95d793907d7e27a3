package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the types that MySQL alone has are read as, and what becomes of the ones it doesn't have. */
class TypesTest {
    private static final Split WHOLE = SplitPlan.single().splits().getFirst();

    private static final List<TestingMysqlDatabase> DATABASES = new ArrayList<>();

    static Stream<TestingMysqlDatabase> databases() {
        if (DATABASES.isEmpty()) {
            DATABASES.add(TestingMysql.mysql().createDatabase());
            DATABASES.add(TestingMysql.mariadb().createDatabase());
        }
        return DATABASES.stream();
    }

    @AfterAll
    static void dropDatabases() {
        DATABASES.forEach(TestingMysqlDatabase::close);
    }

    private static Object only(Rig rig, String type, String value) throws Exception {
        rig.database()
                .execute(
                        "drop table if exists one",
                        "create table one (c " + type + ") default charset utf8mb4",
                        "insert into one values (" + value + ")");
        return rig.rows("one").getFirst().getFirst();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void nativeTypesKeepTheirValues(TestingMysqlDatabase database) throws Exception {
        Rig rig = new Rig(database);

        assertThat(only(rig, "tinyint(1)", "7")).isEqualTo(7);
        assertThat(only(rig, "tinyint unsigned", "255")).isEqualTo(255);
        assertThat(only(rig, "int unsigned", "4294967295")).isEqualTo(4_294_967_295L);
        assertThat(only(rig, "bigint unsigned", "18446744073709551615")).hasToString("18446744073709551615");
        assertThat(only(rig, "bit(1)", "b'1'")).isEqualTo(true);
        assertThat(only(rig, "bit(10)", "b'101'")).isEqualTo("0000000101");
        assertThat(only(rig, "float", "16777216")).isEqualTo(16_777_216f);
        assertThat(only(rig, "float", "1.1754943508e-38")).isEqualTo(Float.MIN_NORMAL);
        assertThat(only(rig, "double", "0.1e0 + 0.2e0")).isEqualTo(0.1 + 0.2);
        assertThat(only(rig, "year", "2155")).isEqualTo(2155);
        assertThat(only(rig, "time(6)", "'-838:59:58.000001'")).isEqualTo("PT-838H-59M-58.000001S");
        assertThat(only(rig, "time", "'30:00:00'")).isEqualTo("PT30H");
        assertThat(only(rig, "enum('a', 'b c')", "'b c'")).isEqualTo("b c");
        assertThat(only(rig, "set('a', 'b', 'c')", "'c,a'")).isEqualTo("a,c");
        assertThat(only(rig, "char(5)", "'ab '")).isEqualTo("ab");
        assertThat(only(rig, "text", "'\\\\ \\t\\n\\0 𝄞'")).isEqualTo("\\ \t\n\0 𝄞");
        assertThat((byte[]) only(rig, "point", "ST_GeomFromText('POINT(1 2)')"))
                .hasSize(21)
                .startsWith(1, 1);
        assertThat(only(rig, "decimal(65,30)", "'10.500'")).isEqualTo("10.5");
        assertThat(only(rig, "decimal(65,5)", "'10.500'")).isEqualTo("10.50000");
        assertThat(only(rig, "decimal(60,5) zerofill", "'10.500'")).isEqualTo("10.50000");
        assertThat(only(rig, "decimal(60,5) zerofill", "'0.5'")).isEqualTo("0.50000");
        assertThat(only(rig, "decimal(60,0) zerofill", "0")).isEqualTo("0");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aQueryHasTheTypesOfTheColumnsItReads(TestingMysqlDatabase database) {
        database.execute(
                "drop table if exists typed",
                "create table typed (a tinyint(1), b tinyint unsigned, c smallint unsigned, d mediumint unsigned, e"
                        + " int, f int unsigned, g bigint unsigned, h year, i bit(1), j bit(9), k decimal(10,2)"
                        + " unsigned)");
        Rig rig = new Rig(database);

        List<Type> types = types(rig.stream("typed"));

        assertThat(types(query(rig, Map.of()))).isEqualTo(types).startsWith(Type.INT8);
        assertThat(types(query(rig, Map.of("tinyint1_as_boolean", true)))).startsWith(Type.BOOLEAN, Type.INT16);
    }

    private static CatalogStream query(Rig rig, Map<String, ?> options) {
        DiscoverRequest request =
                new DiscoverRequest(rig.system().options(options), Map.of("query", "select * from typed"));
        return new MysqlSource()
                .discoverSchema(request).streams().stream()
                        .filter(stream -> stream.name().equals(StreamName.of("query")))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<Type> types(CatalogStream stream) {
        return stream.schema().fields().stream().map(Field::type).toList();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void contract06ATimestampIsAnInstantAndADatetimeAWallClock(TestingMysqlDatabase database) throws Exception {
        database.execute(
                "create table clocks (a timestamp(6) null, b datetime(6))",
                "set time_zone = '+02:00'",
                "insert into clocks values ('2024-03-31 02:30:00.000001', '2024-03-31 02:30:00.000001')");
        List<Object> row = new Rig(database).rows("clocks").getFirst();

        String stored = database.query("select cast(unix_timestamp(a) as char) from clocks")
                .getFirst()
                .getFirst();
        Instant expected = Instant.ofEpochSecond(Long.parseLong(stored.replaceFirst("\\..*", "")), 1000);
        assertThat(row).containsExactly(expected, LocalDateTime.parse("2024-03-31T02:30:00.000001"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void jsonKeepsItsText(TestingMysqlDatabase database) throws Exception {
        Rig rig = new Rig(database);
        database.execute(
                "drop table if exists docs",
                "create table docs (c json)",
                "insert into docs values ('[1, {\"a\": null}]')");

        assertThat(rig.stream("docs").schema().type(0)).isEqualTo(Type.JSON);
        assertThat(rig.rows("docs").getFirst().getFirst()).isEqualTo("[1, {\"a\": null}]");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void tinyint1IsABooleanOnRequest(TestingMysqlDatabase database) throws Exception {
        Rig rig = new Rig(database);
        database.execute(
                "drop table if exists flags", "create table flags (c tinyint(1))", "insert into flags values (1), (0)");
        Map<String, Boolean> asBoolean = Map.of("tinyint1_as_boolean", true);
        CatalogStream stream = new MysqlSource()
                .discoverSchema(DiscoverRequest.of(rig.system().options(asBoolean))).streams().stream()
                        .filter(found -> found.name().name().equals("flags"))
                        .findFirst()
                        .orElseThrow();
        ReadRequest request = rig.request(stream, 1, asBoolean);

        assertThat(rig.rows(request, WHOLE)).containsExactly(List.of(true), List.of(false));

        database.execute("insert into flags values (2)");
        assertThatThrownBy(() -> rig.rows(request, WHOLE))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("column 'c'", "'2'", "row 3");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void contract08ZeroDatesFollowThePolicy(TestingMysqlDatabase database) throws Exception {
        Rig rig = new Rig(database);
        try (java.sql.Connection connection = database.connect();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("set sql_mode = ''");
            statement.execute("drop table if exists zeros");
            statement.execute("create table zeros (id int primary key, day date)");
            statement.execute("insert into zeros values (1, '2024-01-01'), (2, '0000-00-00'), (3, '2024-02-00')");
        }
        ReadRequest request = rig.request("zeros", 1);

        assertThatThrownBy(() -> rig.rows(request, WHOLE))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("zeros", "column 'day'", "row 2", "0000-00-00", "on_error")
                .hasMessageStartingWith(database.server().product() + " table");

        Collected nulls = new Collected(OnError.NULL);
        assertThat(rig.rows(request, WHOLE, nulls).stream().map(List::getFirst)).containsExactly(1, 2, 3);
        assertThat(nulls.bad).hasSize(2);

        Collected rejects = new Collected(OnError.REJECT);
        assertThat(rig.rows(request, WHOLE, rejects).stream().map(List::getFirst))
                .containsExactly(1);
        assertThat(new String(rejects.bad.getFirst().raw(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"2\",\"day\":\"0000-00-00\"}");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void failuresOfAServerNameItsProduct(TestingMysqlDatabase database) {
        database.execute("create table dropped (id int primary key)");
        Rig rig = new Rig(database);
        ReadRequest request = rig.request("dropped", 1);
        database.execute("drop table dropped");

        assertThatThrownBy(() -> rig.rows(request, WHOLE))
                .isInstanceOf(ConnectorException.class)
                .hasMessageStartingWith(database.server().product() + ": reading")
                .hasMessageNotContaining("conn=");
    }

    private static final class Collected implements RowErrors {
        private final OnError policy;
        private final List<BadRow> bad = new ArrayList<>();

        Collected(OnError policy) {
            this.policy = policy;
        }

        @Override
        public OnError policy() {
            return policy;
        }

        @Override
        public void reject(BadRow row) {
            bad.add(row);
        }

        @Override
        public void becomesNull(BadRow row) {
            bad.add(row);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void timesAndInstantsAreWrittenAsAnnounced(TestingMysqlDatabase database) throws Exception {
        Schema schema = Schema.of(
                Field.of("a_time", new Type.Time(6)),
                Field.of("an_instant", new Type.TimestampTz(6)),
                Field.of("a_late_one", new Type.TimestampTz(3)));
        BatchBuilder rows = new BatchBuilder(schema, 1);
        Values.append(schema.type(0), rows.column(0), LocalTime.of(23, 59, 59, 999_999_000));
        Values.append(schema.type(1), rows.column(1), Instant.parse("2024-10-27T00:30:00.000001Z"));
        Values.append(schema.type(2), rows.column(2), Instant.parse("9999-12-31T23:59:59.999Z"));
        Rig rig = new Rig(database);
        for (WriteMode mode : List.of(WriteMode.OVERWRITE, WriteMode.APPEND)) {
            RecordBatch batch = mode == WriteMode.OVERWRITE ? rows.build() : new BatchBuilder(schema, 1).build();
            WriteSession session = WriteSession.begin(rig.system(), StreamName.of("times"), schema, mode);
            session.commit(session.write(0, 1, batch));
        }

        assertThat(rig.rows("times"))
                .containsExactly(List.of(
                        "PT23H59M59.999999S",
                        LocalDateTime.parse("2024-10-27T00:30:00.000001"),
                        LocalDateTime.parse("9999-12-31T23:59:59.999")));
    }
}
