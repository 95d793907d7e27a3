package dev.sluice.connectors.mysql;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows get into tables, and what the server has to say about it. */
class LoadTest {
    private TestingMysqlDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingMysql.mysql().createDatabase();
        rig = new Rig(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private static RecordBatch rows(Schema schema, Object... values) {
        BatchBuilder rows = new BatchBuilder(schema, values.length);
        for (int i = 0; i < values.length; i++) {
            Values.append(schema.type(i % schema.size()), rows.column(i % schema.size()), values[i]);
        }
        return rows.build();
    }

    private void write(String table, WriteMode mode, RecordBatch batch) throws Exception {
        WriteSession session = WriteSession.begin(rig.system(), StreamName.of(table), batch.schema(), mode);
        try {
            session.commit(session.write(0, 1, batch));
        } catch (ConnectorException e) {
            session.abort();
            throw e;
        }
    }

    private void assertRefused(String table, RecordBatch batch, String... parts) {
        assertThatThrownBy(() -> write(table, WriteMode.APPEND, batch))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll(parts);
        assertThat(database.query("select count(*) from `" + table + "`").getFirst())
                .containsExactly("0");
        assertThat(rig.system().contents()).noneMatch(name -> name.startsWith("_sluice_"));
    }

    @Test
    void whichLimitOfARowIsExceededDecidesWhatHelps() {
        assertThat(adviceOnCreating("a varchar(10000), b varchar(10000)"))
                .contains("long texts")
                .doesNotContain("split");
        assertThat(adviceOnCreating(IntStream.range(0, 1000)
                        .mapToObj(i -> "c" + i + " decimal(38)")
                        .collect(Collectors.joining(", "))))
                .contains("split the table")
                .doesNotContain("texts");
    }

    private String adviceOnCreating(String columns) {
        try (Connection connection = Session.open(rig.system().options(Map.of()))) {
            SQLException refusal = catchThrowableOfType(
                    SQLException.class, () -> Statements.run(connection, "create table wide (" + columns + ")"));
            return MysqlDialect.EITHER.advice(refusal);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTextThatWouldBeCutIsRefusedWithColumnAndRow() {
        database.execute("create table short (c varchar(3))");
        assertRefused(
                "short", rows(Schema.of(Field.of("c", Type.STRING)), "ab", "abcd"), "'short'", "column 'c'", "row 2");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        database.execute("create table keyed (id bigint primary key)");
        Schema schema = Schema.of(Field.required("id", Type.INT64));
        assertRefused("keyed", rows(schema, 1L, 1L), "Duplicate entry '1'", "'keyed");
    }

    @Test
    void whatDoublesDoNotHaveIsRefusedByNameBeforeItIsSent() {
        database.execute("create table numbers (c double)");
        assertRefused(
                "numbers", rows(Schema.of(Field.of("c", Type.FLOAT64)), 1.0, Double.NaN), "column 'c'", "row 2", "NaN");
    }

    @Test
    void aNullForAColumnThatHasNoneIsRefused() {
        database.execute("create table required (c int not null)");
        assertRefused("required", rows(Schema.of(Field.of("c", Type.INT32)), 1, null), "'c'");
    }

    @Test
    void withoutLoadDataRowsAreInsertedAndThePlanSaysSo() throws Exception {
        RecordBatch all = rig.system().matrix().batch();
        database.execute("set global local_infile = 0");
        try {
            StreamName target = StreamName.of("inserted");
            assertThat(new MysqlDestination()
                            .plan(WriteSession.request(rig.system(), target, all.schema(), WriteMode.OVERWRITE, false))
                            .notes())
                    .anySatisfy(note -> assertThat(note).contains("local_infile"));
            write("inserted", WriteMode.OVERWRITE, all);
        } finally {
            database.execute("set global local_infile = 1");
        }
        ConnectorDriver driver = new ConnectorDriver(rig.system());

        assertThatRows(driver.rows(StreamName.of("inserted")).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(all));
    }

    @Test
    void whatHangsOnATableStays() throws Exception {
        database.execute(
                "create table parent (id bigint primary key)",
                "insert into parent values (1), (2)",
                "create table kept (id bigint primary key, parent_id bigint, note varchar(20) default 'x',"
                        + " key by_note (note), foreign key (parent_id) references parent (id))",
                "insert into kept values (9, 1, 'old')",
                "create view seen as select note from kept");
        Schema schema = new Schema(
                List.of(
                        Field.required("id", Type.INT64),
                        Field.of("parent_id", Type.INT64),
                        Field.of("note", Type.STRING)),
                List.of("id"));
        write("kept", WriteMode.OVERWRITE, rows(schema, 1L, 2L, "new"));

        assertThat(database.query("select * from kept")).containsExactly(List.of("1", "2", "new"));
        assertThat(database.query("show create table kept").getFirst().get(1))
                .contains("KEY `by_note`", "FOREIGN KEY", "DEFAULT 'x'");
        assertThat(database.query("select note from seen")).containsExactly(List.of("new"));
    }

    @Test
    void whatAServerHasForPeopleAtAPromptHoldsNeitherRowsBackNorARunUp() throws Exception {
        for (TestingMysql server :
                Stream.of(TestingMysql.mysql(), TestingMysql.mariadb()).toList()) {
            try (TestingMysqlDatabase other = server.createDatabase()) {
                Rig its = new Rig(other);
                other.execute(
                        "create table kept (id bigint primary key, note varchar(20) default 'x')",
                        "insert into kept values (9, 'old')",
                        "set global sql_select_limit = 1",
                        "set global sql_safe_updates = 1",
                        "set global completion_type = CHAIN",
                        "set global autocommit = 0");
                try {
                    Schema schema = new Schema(
                            List.of(Field.required("id", Type.INT64), Field.of("note", Type.STRING)), List.of("id"));
                    WriteSession session =
                            WriteSession.begin(its.system(), StreamName.of("kept"), schema, WriteMode.OVERWRITE);
                    session.commit(session.write(0, 1, rows(schema, 1L, "a", 2L, "b", 3L, "c")));
                    assertThat(its.rows("kept"))
                            .containsExactlyInAnyOrder(List.of(1L, "a"), List.of(2L, "b"), List.of(3L, "c"));
                } finally {
                    other.execute(
                            "set global sql_select_limit = default",
                            "set global sql_safe_updates = default",
                            "set global completion_type = default",
                            "set global autocommit = default");
                }
            }
        }
    }

    @Test
    void aTextThatWouldBeCutIsRefusedWhereTheServerKeepsNoWarnings() {
        database.execute("create table short (c varchar(3))", "set global max_error_count = 0");
        try {
            assertRefused("short", rows(Schema.of(Field.of("c", Type.STRING)), "ab", "abcd"), "max_error_count");
        } finally {
            database.execute("set global max_error_count = default");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aKeyThatTheServerAddsToStagingTablesGivesWayToThatOfRows(int required) throws Exception {
        Schema schema =
                new Schema(List.of(Field.required("my_row", Type.INT64), Field.of("v", Type.INT64)), List.of("my_row"));
        database.execute(
                "create table unique_v (my_row bigint, v bigint, unique key (v))",
                "set global sql_generate_invisible_primary_key = 1",
                "set global sql_require_primary_key = " + required);
        try {
            write("made", WriteMode.MERGE, rows(schema, 1L, 10L, 2L, 20L));
            write("made", WriteMode.MERGE, rows(schema, 2L, 21L, 3L, 30L));
            assertRefused("unique_v", rows(schema, 1L, 10L, 2L, 10L), "Duplicate entry '10'", "'unique_v'");
        } finally {
            database.execute(
                    "set global sql_generate_invisible_primary_key = default",
                    "set global sql_require_primary_key = default");
        }
        assertThat(database.query("select * from made order by my_row"))
                .containsExactly(List.of("1", "10"), List.of("2", "21"), List.of("3", "30"));
        assertThat(database.query("select column_name from information_schema.columns"
                        + " where table_schema = database() and table_name = 'made' and column_key = 'PRI'"))
                .containsExactly(List.of("my_row"));
    }

    @Test
    void aColumnOfTheNameThatGeneratedKeysHaveStays() throws Exception {
        Schema schema =
                new Schema(List.of(Field.required("id", Type.INT64), Field.of("my_row_id", Type.INT64)), List.of("id"));
        write("own", WriteMode.MERGE, rows(schema, 1L, 10L));
        assertThat(database.query("select id, my_row_id from own")).containsExactly(List.of("1", "10"));
    }

    @Test
    void aKeyThatTheServerAddsToTablesWithoutOneTakesNoValues() throws Exception {
        database.execute(
                "create table kept (a bigint, b bigint, key by_b (b))",
                "insert into kept values (9, 9)",
                "set global sql_generate_invisible_primary_key = 1");
        try {
            Schema schema = Schema.of(Field.of("a", Type.INT64), Field.of("b", Type.INT64));
            write("kept", WriteMode.OVERWRITE, rows(schema, 1L, 10L, 2L, 20L));
            write("made", WriteMode.OVERWRITE, rows(schema, 1L, 10L, 2L, 20L));
            write("made", WriteMode.APPEND, rows(schema, 3L, 30L));
        } finally {
            database.execute("set global sql_generate_invisible_primary_key = default");
        }
        assertThat(database.query("select a, b from kept order by a"))
                .containsExactly(List.of("1", "10"), List.of("2", "20"));
        assertThat(database.query("select a, b from made order by a"))
                .containsExactly(List.of("1", "10"), List.of("2", "20"), List.of("3", "30"));
    }

    @Test
    void textKeysThatDifferByCaseOrSpacesAreDifferentKeys() throws Exception {
        for (TestingMysql server :
                Stream.of(TestingMysql.mysql(), TestingMysql.mariadb()).toList()) {
            try (TestingMysqlDatabase other = server.createDatabase()) {
                Rig its = new Rig(other);
                Schema schema = new Schema(List.of(Field.required("k", Type.STRING)), List.of("k"));
                WriteSession session =
                        WriteSession.begin(its.system(), StreamName.of("keys"), schema, WriteMode.OVERWRITE);
                session.commit(session.write(0, 1, rows(schema, "a", "A", "a ", "ä", "")));
                assertThat(its.rows("keys")).hasSize(5);
            }
        }
    }

    @Test
    void contract11ManyWideTextColumnsFitARow() throws Exception {
        List<Field> fields = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fields.add(Field.of("c" + i, new Type.Text(1000)));
        }
        Schema schema = Schema.of(fields);
        Object[] values = Stream.generate(() -> "x".repeat(1000)).limit(100).toArray();
        write("wide", WriteMode.OVERWRITE, rows(schema, values));

        assertThat(rig.rows("wide").getFirst()).containsExactly(values);
    }

    @Test
    void contract11AValueOfManyMegabytesArrives() throws Exception {
        Schema schema = Schema.of(Field.of("c", Type.STRING), Field.of("b", Type.BINARY));
        String text = "a\tb\\\n".repeat(2 << 20);
        write("large", WriteMode.OVERWRITE, rows(schema, text, new byte[8 << 20]));

        assertThat(database.query("select length(c), length(b) from large").getFirst())
                .containsExactly(String.valueOf(text.length()), String.valueOf(8 << 20));
        assertThat(rig.rows("large").getFirst().getFirst()).isEqualTo(text);
    }
}
