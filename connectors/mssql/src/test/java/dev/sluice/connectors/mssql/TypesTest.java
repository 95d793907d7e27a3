package dev.sluice.connectors.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connectors.jdbc.result.ResultCell;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native types both ways; the surefire zone has clocks that are skipped. */
class TypesTest {
    private static SqlServerDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void everyNativeTypeIsReadAsItsLogicalType() throws Exception {
        database.execute(
                "CREATE TABLE natives (a bit, b tinyint, c smallint, d int, e bigint, f real, g float, h"
                    + " decimal(20,5), i money, j smallmoney, k date, l time(7), m datetime, n smalldatetime, o"
                    + " datetime2(7), p datetimeoffset(7), q char(3), r varchar(10), s nvarchar(max), t binary(2), u"
                    + " varbinary(max), v uniqueidentifier, w xml, x text, y image)",
                "INSERT INTO natives VALUES (1, 255, -5, 6, 7, 1.5, 2.5, 12345.67890, 922337203685477.5807, -1.5,"
                    + " '2024-02-29', '23:59:59.9999999', '2024-03-10T02:30:00.997', '2024-03-10T02:30:00',"
                    + " '2024-03-10T02:30:00.1234567', '2024-11-03T01:30:00.7654321-05:00', 'ab', 'é', N'日本', 0x0102,"
                    + " 0x00FF, '6F9619FF-8B86-D011-B42D-00C04FC964FF', N'<a/>', 'text', 0x07)");

        Schema schema = rig.stream("natives").schema();

        assertThat(schema.fields().stream().map(Field::type).toList())
                .containsExactly(
                        Type.BOOLEAN,
                        Type.INT16,
                        Type.INT16,
                        Type.INT32,
                        Type.INT64,
                        Type.FLOAT32,
                        Type.FLOAT64,
                        new Type.Decimal(20, 5),
                        new Type.Decimal(19, 4),
                        new Type.Decimal(10, 4),
                        Type.DATE,
                        new Type.Time(7),
                        new Type.Timestamp(3),
                        new Type.Timestamp(0),
                        new Type.Timestamp(7),
                        new Type.TimestampTz(7),
                        new Type.Text(3),
                        new Type.Text(10),
                        Type.STRING,
                        Type.BINARY,
                        Type.BINARY,
                        Type.UUID,
                        Type.STRING,
                        Type.STRING,
                        Type.BINARY);
        assertThat(schema.field(1).nativeType()).isEqualTo("tinyint");
        assertThat(schema.field(7).nativeType()).isEqualTo("decimal(20,5)");
        assertThat(schema.field(18).nativeType()).isEqualTo("nvarchar(max)");
        assertThat(rig.rows("natives").getFirst())
                .usingRecursiveComparison()
                .isEqualTo(Arrays.asList(
                        true,
                        255,
                        -5,
                        6,
                        7L,
                        1.5f,
                        2.5,
                        new BigDecimal("12345.67890"),
                        new BigDecimal("922337203685477.5807"),
                        new BigDecimal("-1.5000"),
                        LocalDate.of(2024, 2, 29),
                        LocalTime.of(23, 59, 59, 999_999_900),
                        LocalDateTime.of(2024, 3, 10, 2, 30, 0, 997_000_000),
                        LocalDateTime.of(2024, 3, 10, 2, 30),
                        LocalDateTime.of(2024, 3, 10, 2, 30, 0, 123_456_700),
                        Instant.parse("2024-11-03T06:30:00.765432100Z"),
                        "ab ",
                        "é",
                        "日本",
                        new byte[] {1, 2},
                        new byte[] {0, -1},
                        UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                        "<a/>",
                        "text",
                        new byte[] {7}));
    }

    /** SQL Server keeps it; the server of the tests reads no statement with it, but H2 makes one. */
    @Test
    void halfACharacterIsRefused() throws Exception {
        BytesColumn.Builder out = new BytesColumn.Builder(4);
        ResultCell cell = ResultCell.of(Type.STRING, out);
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT 'ab' || CHAR(55357), CHAR(55357) || CHAR(56832), CHAR(56832) || 'ab'")) {
            row.next();

            assertThat(cell.read(row, 1)).isEqualTo(ResultCell.REFUSED);
            assertThat(cell.read(row, 2)).isPositive();
            assertThat(cell.read(row, 3)).isEqualTo(ResultCell.REFUSED);
        }
    }

    /** The server of the tests has neither type. */
    @Test
    void variantsAndShapesAreSelectedWithAllThatIsInThem() {
        assertThat(ColumnType.expression("geometry", "[g]")).isEqualTo("[g].AsBinaryZM()");
        assertThat(ColumnType.expression("sql_variant", "[v]"))
                .contains(
                        "CONVERT(nvarchar(max), CAST([v] AS float), 3)",
                        "CONVERT(nvarchar(max), CAST([v] AS money), 2)",
                        "CONVERT(nvarchar(max), CAST([v] AS varbinary(8000)), 1)",
                        "CONVERT(nvarchar(max), CAST([v] AS datetime), 126)")
                .endsWith("ELSE CAST([v] AS nvarchar(max)) END");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint|int16|256",
                "tinyint|int16|-1",
                "nvarchar(3)|string|four",
                "nvarchar(3)|string|\uD83D\uDE00\uD83D\uDE00",
                "varchar(10)|string|日本",
                "varchar(3)|string|four",
                "datetime|timestamp(3)|2024-01-01T00:00:00.001",
                "datetime|timestamp(3)|1752-12-31T00:00:00",
                "smalldatetime|timestamp(0)|2024-01-01T00:00:01",
                "datetime2(7)|timestamp(6)|0000-12-31T00:00:00",
                "float|float64|NaN",
                "real|float32|Infinity",
                "decimal(38,18)|numeric|0.0000000000000000001",
                "decimal(38,18)|numeric|123456789012345678901",
                "decimal(38,18)|numeric|NaN",
                "binary(2)|binary|01",
                "varbinary(2)|binary|010203"
            })
    void aValueThatTheColumnWouldChangeIsRefusedWithItsRow(String nativeType, String type, String value)
            throws Exception {
        String table = "refusing_" + Integer.toHexString((nativeType + value).hashCode());
        database.execute("CREATE TABLE " + table + " (id int NOT NULL, v " + nativeType + " NULL, i int DEFAULT 1)");
        RecordBatch rows = rows(Type.parse(type), value);

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class, () -> rig.write(table, rows.schema(), WriteMode.APPEND, List.of(rows)));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        assertThat(failure).hasMessageContaining(table).hasMessageContaining("'v'");
        assertThat(rig.rows(table)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint|int16|255|255",
                "bigint|int16|-7|-7",
                "int|boolean|true|1",
                "varchar(10)|string|Ärger €|Ärger €",
                "datetime|timestamp(3)|2024-03-10T02:30:00.997|2024-03-10T02:30:00.997",
                "smalldatetime|timestamp(0)|2024-03-10T02:30:00|2024-03-10T02:30",
                "datetime2(7)|date|2024-03-10|2024-03-10T00:00",
                "money|decimal(10,2)|12.50|12.5000",
                "xml|string|<a>ü</a>|<a>ü</a>",
                "binary(2)|binary|0102|0102",
                "decimal(38,18)|numeric|10.50|10.500000000000000000"
            })
    void aValueThatTheColumnHoldsIsWritten(String nativeType, String type, String value, String shown)
            throws Exception {
        String table = "taking_" + Integer.toHexString((nativeType + value).hashCode());
        database.execute("CREATE TABLE " + table + " (id int NOT NULL, v " + nativeType + " NULL, i int DEFAULT 1)");
        RecordBatch rows = rows(Type.parse(type), value);

        rig.write(table, rows.schema(), WriteMode.APPEND, List.of(rows));

        List<Object> row = rig.rows(table).getFirst();
        Object read = row.get(1);
        assertThat(read instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : read.toString())
                .isEqualTo(shown);
        assertThat(row.get(2)).as("the default of a column that isn't written").isEqualTo(1);
    }

    @Test
    void newColumnsKeepWhatTheSourceColumnWas() {
        assertThat(made(Type.INT16, "tinyint")).isEqualTo("tinyint");
        assertThat(made(Type.INT16, "smallint")).isEqualTo("smallint");
        assertThat(made(new Type.Decimal(19, 4), "money")).isEqualTo("money");
        assertThat(made(new Type.Decimal(19, 4), "numeric(19,4)")).isEqualTo("decimal(19,4)");
        assertThat(made(new Type.Text(50), "nvarchar(50)")).isEqualTo("nvarchar(50)");
        assertThat(made(new Type.Text(50), "varchar(50)")).isEqualTo("nvarchar(100)");
        assertThat(made(new Type.Text(2001), "varchar(2001)")).isEqualTo("nvarchar(max)");
        assertThat(made(Type.BINARY, "rowversion")).isEqualTo("binary(8)");
        assertThat(made(Type.BINARY, "varbinary(16)")).isEqualTo("varbinary(16)");
        assertThat(made(Type.BINARY, "bytea")).isEqualTo("varbinary(max)");
    }

    @Test
    void whatATypeCannotKeepIsAnnounced() {
        assertThat(NativeTypes.column(Field.of("v", Type.FLOAT64)).loss()).contains("NaN");
        assertThat(NativeTypes.column(Field.of("v", Type.NUMERIC)).loss()).contains("decimal(38,18)");
        assertThat(NativeTypes.column(Field.of("v", new Type.Timestamp(9))).loss())
                .contains("100 nanoseconds");
        assertThat(NativeTypes.column(Field.of("v", Type.JSON)).loss()).contains("text");
        assertThat(NativeTypes.key(Field.of("v", Type.STRING)).loss()).contains("450");
    }

    private static String made(Type type, String nativeType) {
        return NativeTypes.column(new Field("v", type, true, nativeType, "")).ddl();
    }

    /** One row with a value that is written as text. */
    private static RecordBatch rows(Type type, String value) {
        Schema schema = Schema.of(Field.required("id", Type.INT32), Field.of("v", type));
        BatchBuilder builder = new BatchBuilder(schema, 1);
        Values.append(Type.INT32, builder.column(0), 1);
        Values.append(
                type,
                builder.column(1),
                switch (type) {
                    case Type.Simple.BOOLEAN -> Boolean.valueOf(value);
                    case Type.Simple.INT16 -> Integer.valueOf(value);
                    case Type.Simple.FLOAT32 -> Float.valueOf(value);
                    case Type.Simple.FLOAT64 -> Double.valueOf(value);
                    case Type.Decimal decimal -> new BigDecimal(value);
                    case Type.Simple.DATE -> LocalDate.parse(value);
                    case Type.Timestamp clock -> LocalDateTime.parse(value);
                    case Type.Simple.BINARY -> HexFormat.of().parseHex(value);
                    default -> value;
                });
        return builder.build();
    }
}
