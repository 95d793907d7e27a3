package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeRoundTripTest {
    private static TestingDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
        database.execute("create type mood as enum ('sad', 'happy')", "create domain amount as numeric(12,2)");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static Arguments type(String nativeType, String logical, String... literals) {
        return Arguments.of(nativeType, logical, List.of(literals));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type("boolean", "boolean", "true", "false"),
                type("smallint", "int16", "-32768", "0", "32767"),
                type("integer", "int32", "-2147483648", "0", "2147483647"),
                type("bigint", "int64", "-9223372036854775808", "0", "9223372036854775807"),
                type("real", "float32", "'-Infinity'", "'NaN'", "'-0'", "1.4e-45", "3.4028235e38", "0.1"),
                type("double precision", "float64", "'Infinity'", "'NaN'", "'-0'", "5e-324", "1.7976931348623157e308"),
                type(
                        "numeric(18,2)",
                        "decimal(18,2)",
                        "9999999999999999.99",
                        "-9999999999999999.99",
                        "0",
                        "0.01",
                        "10000"),
                type("numeric(18,17)", "decimal(18,17)", "9.99999999999999999", "-0.00000000000000001", "1"),
                type("numeric(18,0)", "decimal(18,0)", "999999999999999999", "100000000", "-1"),
                type("numeric(5,5)", "decimal(5,5)", "0.99999", "0.00010", "-0.1"),
                type(
                        "numeric(38,10)",
                        "decimal(38,10)",
                        "9999999999999999999999999999.9999999999",
                        "-0.0000000001",
                        "0"),
                type(
                        "numeric(38,0)",
                        "decimal(38,0)",
                        "-99999999999999999999999999999999999999",
                        "10000000000000000000"),
                type("numeric", "decimal", "1.50", "'NaN'", "1e-20", "-1e400 + 1", "0.000", "12345.67890"),
                type("numeric(50,20)", "decimal", "123456789012345678901234567890.12345678901234567890"),
                type("amount", "decimal(12,2)", "1.10", "-9999999999.99"),
                type("text", "string", "''", "'😀 ünï'", "'a''b'", "E'tab\\tline\\n\\\\N'"),
                type("varchar(5)", "string(5)", "'😀😀😀😀😀'", "''"),
                type("bytea", "binary", "'\\x'", "'\\x00ff0a5c'"),
                type(
                        "uuid",
                        "uuid",
                        "'00000000-0000-0000-0000-000000000000'",
                        "'f47ac10b-58cc-4372-a567-0e02b2c3d479'"),
                type(
                        "date",
                        "date",
                        "'1969-12-31'",
                        "'1582-10-10'",
                        "'0001-01-01 BC'",
                        "'4713-01-01 BC'",
                        "'9999-12-31'",
                        "'5874897-12-31'"),
                type("time(3)", "time(3)", "'00:00'", "'23:59:59.999'", "'24:00'"),
                type("time", "time(6)", "'12:00:00.000001'"),
                type(
                        "timestamp",
                        "timestamp(6)",
                        "'1969-12-31 23:59:59.999999'",
                        "'0044-03-15 12:00 BC'",
                        "'4713-01-01 BC'",
                        "'2024-03-10 02:30'"),
                type("timestamp(0)", "timestamp(0)", "'2024-11-03 01:30:00'"),
                type(
                        "timestamptz",
                        "timestamp_tz(6)",
                        "'2024-11-03 01:30:00-04'",
                        "'1500-01-01 00:00+00'",
                        "'9999-12-31 23:59:59.999999+00'"),
                type(
                        "interval",
                        "interval",
                        "'1 year -2 mons 3 days -04:05:06.000007'",
                        "'0'",
                        "'838:59:59'",
                        "'-00:00:00.5'"),
                type("interval second(2)", "interval", "'1 day 00:00:01.25'", "'0'"),
                type("interval year to month", "interval", "'1 year -2 mons'"),
                type("interval(3)[]", "list<interval>", "'{00:00:01.125,NULL}'"),
                type("numeric(78,0)", "decimal", "-1", "1e77"),
                type("json", "json", "'{\"b\": 1.0,  \"a\": [1, null]}'", "'null'"),
                type("jsonb", "json", "'{\"b\": 1.0, \"a\": [1, null]}'", "'\"x\"'"),
                type("integer[]", "list<int32>", "'{}'", "'{1,NULL,-3}'"),
                type("text[]", "list<string>", "'{\"a,b\",\"\",NULL,😀}'"),
                type("numeric[]", "list<decimal>", "'{1.50,NaN}'"),
                type("timestamptz[]", "list<timestamp_tz(6)>", "'{2024-01-01 00:00+00}'"),
                type("jsonb[]", "list<json>", "array['{\"a\": 1}', null]::jsonb[]"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aValueArrivesAsItWas(String nativeType, String logical, List<String> literals) throws Exception {
        database.execute(
                "drop table if exists source, copied, kept", "create table source (id int, v " + nativeType + ")");
        for (int i = 0; i < literals.size(); i++) {
            database.execute("insert into source select " + i + ", " + literals.get(i));
        }
        database.execute("insert into source values (-1, null)", "create table kept (like source)");
        database.execute("create index on kept (id)");
        CatalogStream source = rig.stream("source");

        assertThat(source.schema().type(1)).hasToString(logical);
        rig.write("copied", source.schema(), WriteMode.OVERWRITE, rig.read(source));
        rig.write("kept", source.schema(), WriteMode.OVERWRITE, rig.read(source));

        List<List<String>> expected = database.query("select id, v::text from source order by id");
        assertThat(expected).hasSize(literals.size() + 1);
        assertThat(database.query("select id, v::text from copied order by id")).isEqualTo(expected);
        assertThat(database.query("select id, v::text from kept order by id")).isEqualTo(expected);
        assertThat(Rig.rows(rig.read(rig.stream("copied"))).stream().map(Objects::toString))
                .hasSameSizeAs(expected);
    }

    static Stream<Arguments> newerTypes() {
        return Stream.of(
                type("numeric", "decimal", "'Infinity'", "'-Infinity'"),
                type("numeric(3,-2)", "decimal", "12300", "0"));
    }

    @ParameterizedTest
    @MethodSource("newerTypes")
    @SincePostgres(15)
    void aValueThatNewerServersHaveArrivesAsItWas(String nativeType, String logical, List<String> literals)
            throws Exception {
        aValueArrivesAsItWas(nativeType, logical, literals);
    }

    @Test
    void aServerWithoutInfiniteNumbersSaysSo() throws Throwable {
        database.execute("drop table if exists target");
        Schema schema = new Schema(List.of(Field.of("v", Type.NUMERIC)), List.of());
        BatchBuilder rows = new BatchBuilder(schema, 1);
        Values.append(Type.NUMERIC, rows.column(0), "Infinity");
        Executable write = () -> rig.write("target", schema, WriteMode.OVERWRITE, List.of(rows.build()));

        if (database.server().majorVersion() >= 14) {
            write.execute();
            assertThat(database.query("select v from target")).containsExactly(List.of("Infinity"));
        } else {
            assertThatThrownBy(write::execute).hasMessageContainingAll("row 1", "column 'v'", "before PostgreSQL 14");
        }
    }

    @ParameterizedTest
    @MethodSource("textTypes")
    void aTypeWithoutALogicalOneIsReadAsItsText(String nativeType, String literal) throws Exception {
        database.execute(
                "drop table if exists source, kept",
                "create table source (v " + nativeType + ")",
                "insert into source values (" + literal + "), (null)",
                "create table kept (like source)",
                "comment on table kept is 'keep me'");
        CatalogStream source = rig.stream("source");

        assertThat(source.schema().type(0)).isEqualTo(Type.STRING);
        assertThat(rig.rows("source"))
                .hasToString(database.query("select v::text from source").toString());
        rig.write("kept", source.schema(), WriteMode.OVERWRITE, rig.read(source));
        assertThat(database.query("select v::text from kept")).isEqualTo(database.query("select v::text from source"));
    }

    static Stream<Arguments> textTypes() {
        return Stream.of(
                Arguments.of("mood", "'happy'"),
                Arguments.of("inet", "'10.0.0.1/8'"),
                Arguments.of("xml", "'<a b=\"1\"/>'"),
                Arguments.of("bit(5)", "B'10101'"),
                Arguments.of("timetz", "'12:00:00+02'"),
                Arguments.of("point", "'(1,2)'"),
                Arguments.of("int4range", "'[1,5)'"),
                Arguments.of("tsvector", "'a b'"),
                Arguments.of("money", "'12.34'"),
                Arguments.of("name", "'x'"));
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void aValueWithoutALogicalOneIsRefusedWithItsPlace(String nativeType, String literal, String shown) {
        database.execute(
                "drop table if exists source",
                "create table source (id int primary key, v " + nativeType + ")",
                "insert into source values (7, null), (8, " + literal + ")");

        assertThatThrownBy(() -> rig.rows("source"))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll("public.source", "column 'v'", "id = 8", shown, "::text");
    }

    static Stream<Arguments> refusedValues() {
        return Stream.of(
                Arguments.of("date", "'infinity'", "infinity"),
                Arguments.of("timestamp", "'-infinity'", "-infinity"),
                Arguments.of("timestamptz", "'infinity'", "infinity"),
                Arguments.of("numeric(10,2)", "'NaN'", "NaN"),
                Arguments.of("numeric(30,2)", "'NaN'", "NaN"),
                Arguments.of("int[]", "'{{1,2},{3,4}}'", "2 dimensions"));
    }

    @Test
    void aCharColumnKeepsThePaddingThatTheServerSends() throws Exception {
        database.execute(
                "drop table if exists source",
                "create table source (v char(4))",
                "insert into source values ('ab'), ('')");

        assertThat(rig.rows("source")).containsExactly(List.of("ab  "), List.of("    "));
    }

    @Test
    void contract05ANumberOfAnySizeKeepsItsDigits() throws Exception {
        database.execute(
                "drop table if exists source, copied",
                "create table source (v numeric)",
                "insert into source select (repeat('9', 131072) || '.' || repeat('7', 16383))::numeric");
        CatalogStream source = rig.stream("source");
        rig.write("copied", source.schema(), WriteMode.OVERWRITE, rig.read(source));

        assertThat(database.query("select s.v = c.v, scale(c.v) from source s, copied c"))
                .containsExactly(List.of("t", "16383"));
    }
}
