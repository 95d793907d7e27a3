package dev.sluice.connectors.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How tables are replaced and filled, and what stays. */
class PublishTest {
    private static final Schema ROWS =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("name", Type.STRING)), List.of("id"));

    private SqlServerDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aNewTableGetsTheStreamsKey() throws Exception {
        rig.write("t", ROWS, WriteMode.OVERWRITE, List.of(rows("a", "b")));

        assertThat(rig.stream("t").schema().primaryKey()).containsExactly("id");
        assertThat(rig.stream("t").schema().field(0).nullable()).isFalse();
    }

    @Test
    void aTextKeyTellsUpperAndLowerCaseApart() throws Exception {
        Schema schema = new Schema(List.of(Field.required("id", Type.STRING)), List.of("id"));
        BatchBuilder builder = new BatchBuilder(schema, 2);
        List.of("a", "A").forEach(key -> Values.append(Type.STRING, builder.column(0), key));

        WritePlan plan = new MssqlDestination().plan(rig.writeRequest("t", schema, WriteMode.OVERWRITE));
        rig.write("t", schema, WriteMode.OVERWRITE, List.of(builder.build()));

        assertThat(plan.statements().getFirst()).contains("COLLATE Latin1_General_100_BIN2");
        assertThat(rig.rows("t")).containsExactlyInAnyOrder(List.of("a"), List.of("A"));
    }

    @Test
    void aTableWithNothingToKeepIsSwapped() {
        database.execute("CREATE TABLE t (id bigint PRIMARY KEY, name nvarchar(max))");

        WritePlan plan = new MssqlDestination().plan(rig.writeRequest("t", ROWS, WriteMode.OVERWRITE));

        assertThat(plan.statements())
                .anyMatch(sql -> sql.startsWith("EXEC sp_rename"))
                .contains("DROP TABLE [dbo].[t]");
    }

    @Test
    void whatHangsOnATableStays() throws Exception {
        database.execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, name nvarchar(50) CONSTRAINT t_name CHECK (name <> 'x'),"
                        + " day date DEFAULT '2024-01-01', twice AS (id * 2))",
                "CREATE INDEX t_by_name ON t (name)",
                "EXEC sp_addextendedproperty N'MS_Description', N'people', N'SCHEMA', N'dbo', N'TABLE', N't'",
                "INSERT INTO t (id, name) VALUES (7, 'old')");

        WritePlan plan = new MssqlDestination().plan(rig.writeRequest("t", ROWS, WriteMode.OVERWRITE));
        rig.write("t", ROWS, WriteMode.OVERWRITE, List.of(rows("a", "b")));

        assertThat(String.join(", ", plan.notes()))
                .contains(
                        "index t_by_name",
                        "check t_name",
                        "default of column day",
                        "computed column twice",
                        "comments");
        assertThat(database.query("SELECT id, name, day, twice FROM t ORDER BY id"))
                .containsExactly(List.of("0", "a", "2024-01-01", "0"), List.of("1", "b", "2024-01-01", "2"));
        assertThat(rig.stream("t").comment()).isEqualTo("people");
    }

    @Test
    void anIdentityColumnTakesTheStreamsNumbersAndCountsOnItsOwnWhereTheStreamHasNone() throws Exception {
        database.execute("CREATE TABLE t (id bigint IDENTITY(100, 1) PRIMARY KEY, name nvarchar(50))");

        rig.write("t", ROWS, WriteMode.APPEND, List.of(rows("a", "b")));
        Schema names = Schema.of(Field.of("name", Type.STRING));
        BatchBuilder builder = new BatchBuilder(names, 1);
        Values.append(Type.STRING, builder.column(0), "c");
        rig.write("t", names, WriteMode.APPEND, List.of(builder.build()));

        assertThat(database.query("SELECT name FROM t ORDER BY name").stream().map(List::getFirst))
                .containsExactly("a", "b", "c");
        assertThat(database.query("SELECT name FROM t WHERE id < 2")).hasSize(2);
    }

    @Test
    void aComputedColumnIsNotWritten() {
        database.execute("CREATE TABLE t (id bigint PRIMARY KEY, name AS (id * 2))");

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> new MssqlDestination().plan(rig.writeRequest("t", ROWS, WriteMode.APPEND)));

        assertThat(failure.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA);
        assertThat(failure).hasMessageContaining("'name' is generated");
    }

    @Test
    void aViolatedConstraintLeavesTheOldRows() throws Exception {
        database.execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, name nvarchar(50) CHECK (name <> 'bad'))",
                "INSERT INTO t VALUES (7, 'old')");

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> rig.write("t", ROWS, WriteMode.OVERWRITE, List.of(rows("good", "bad"))));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        assertThat(database.query("SELECT name FROM t")).containsExactly(List.of("old"));
        assertThat(database.query("SELECT name FROM sys.tables")).containsExactly(List.of("t"));
    }

    @Test
    void contract21NamesThatDifferByCaseAreOneColumn() {
        Schema schema = Schema.of(Field.of("Name", Type.STRING), Field.of("name", Type.STRING));

        assertThat(catchThrowableOfType(
                        ConnectorException.class, () -> rig.writeRequest("t", schema, WriteMode.OVERWRITE)))
                .hasMessageContaining("same name");
    }

    @Test
    void contract21ATableIsOnePlaceWithItsSchemaAndWithoutHoweverItIsSpelt() {
        WriteRequest request = rig.writeRequest("Orders", ROWS, WriteMode.OVERWRITE);
        String place = new MssqlDestination().place(request);

        assertThat(place).isEqualTo(new MssqlDestination().place(request.withTarget(StreamName.of("orders"))));
        assertThat(place).isEqualTo(new MssqlDestination().place(request.withTarget(new StreamName("dbo", "orders"))));
        assertThat(place)
                .isNotEqualTo(new MssqlDestination().place(request.withTarget(new StreamName("raw", "orders"))));
    }

    @Test
    void contract21ANameOfMoreThan128CharactersIsRefused() {
        assertThat(catchThrowableOfType(
                        ConnectorException.class, () -> rig.writeRequest("n".repeat(129), ROWS, WriteMode.OVERWRITE)))
                .hasMessageContaining("128");
    }

    private static RecordBatch rows(String... names) {
        BatchBuilder builder = new BatchBuilder(ROWS, names.length);
        for (int i = 0; i < names.length; i++) {
            Values.append(Type.INT64, builder.column(0), (long) i);
            Values.append(Type.STRING, builder.column(1), names[i]);
        }
        return builder.build();
    }
}
