package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.oracle.load.NumberLimits;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.oracle.OracleTypeNames;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NativeTypesTest {
    @ParameterizedTest
    @EnumSource(Release.class)
    void newColumnsHaveTypesThatTheVersionKnows(Release release) {
        int version = Integer.parseInt(release.name().substring(1));
        for (TypeMatrix.Sample sample : TypeMatrix.all().samples()) {
            Field field = Field.of(sample.name(), sample.type());
            for (String ddl : List.of(
                    NativeTypes.column(field, release).ddl(),
                    NativeTypes.key(field, release).ddl())) {
                assertThat(OracleTypeNames.of(version))
                        .as("%s as %s in version %d", sample.type(), ddl, version)
                        .contains(ColumnType.base(ddl));
            }
        }
    }

    @Test
    void jsonAndBooleansHaveTheirOwnTypesOnceThereAreAny() {
        Field json = Field.of("a", Type.JSON);
        Field flag = Field.of("a", Type.BOOLEAN);

        assertThat(List.of(Release.V19, Release.V21, Release.V23))
                .extracting(release -> NativeTypes.column(json, release).ddl())
                .containsExactly("CLOB", "JSON", "JSON");
        assertThat(List.of(Release.V19, Release.V21, Release.V23))
                .extracting(release -> NativeTypes.column(flag, release).ddl())
                .containsExactly("NUMBER(1)", "NUMBER(1)", "BOOLEAN");
    }

    @Test
    void textsThatMayNotFitIn4000BytesGoToLobs() {
        assertThat(ddl(new Type.Text(1000))).isEqualTo("VARCHAR2(1000 CHAR)");
        assertThat(ddl(new Type.Text(1001))).isEqualTo("CLOB");
        assertThat(ddl(Type.STRING)).isEqualTo("CLOB");
        assertThat(NativeTypes.key(Field.of("a", Type.STRING), Release.V19).ddl())
                .isEqualTo("VARCHAR2(255 CHAR)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMBER | 0 | -127 | decimal | NUMBER",
                "NUMBER | 0 | 0 | decimal(38,0) | NUMBER(*,0)",
                "NUMBER | 10 | 0 | decimal(10,0) | NUMBER(10)",
                "NUMBER | 12 | 2 | decimal(12,2) | NUMBER(12,2)",
                "NUMBER | 3 | -2 | decimal(5,0) | NUMBER(3,-2)",
                "NUMBER | 2 | 5 | decimal(5,5) | NUMBER(2,5)",
                "NUMBER | 38 | -10 | decimal | NUMBER(38,-10)",
                "NUMBER | 1 | 100 | decimal | NUMBER(1,100)",
                "FLOAT | 126 | -127 | decimal | FLOAT(126)",
                "BINARY_DOUBLE | 0 | -127 | float64 | BINARY_DOUBLE",
                "DATE | 0 | -127 | timestamp(0) | DATE",
                "TIMESTAMP(9) | 0 | 9 | timestamp(9) | TIMESTAMP(9)",
                "TIMESTAMP(6) WITH TIME ZONE | 0 | 6 | timestamp_tz(6) | TIMESTAMP(6) WITH TIME ZONE",
                "TIMESTAMP(3) WITH LOCAL TIME ZONE | 0 | 3 | timestamp_tz(3) | TIMESTAMP(3) WITH LOCAL TIME ZONE",
                "INTERVAL DAY(2) TO SECOND(6) | 2 | 6 | interval | INTERVAL DAY(2) TO SECOND(6)",
                "INTERVAL YEAR(4) TO MONTH | 4 | 0 | interval | INTERVAL YEAR(4) TO MONTH",
                "LONG RAW | 0 | -127 | binary | LONG RAW",
                "XMLTYPE | 0 | -127 | string | XMLTYPE",
                "BOOLEAN | 0 | -127 | boolean | BOOLEAN",
                "JSON | 0 | -127 | json | JSON"
            })
    void columnsAreReadAsWhatTheyHold(String name, int precision, int scale, String logical, String ddl) {
        ColumnType type = new ColumnType(name, 0, false, precision, scale);

        assertThat(type.toLogical()).isEqualTo(Type.parse(logical));
        assertThat(type.ddl()).isEqualTo(ddl);
    }

    @Test
    void textsKeepWhatTheirLengthCounts() {
        assertThat(new ColumnType("VARCHAR2", 20, true, 0, 0).ddl()).isEqualTo("VARCHAR2(20 BYTE)");
        assertThat(new ColumnType("VARCHAR2", 20, false, 0, 0).ddl()).isEqualTo("VARCHAR2(20 CHAR)");
        assertThat(new ColumnType("NVARCHAR2", 20, false, 0, 0).ddl()).isEqualTo("NVARCHAR2(20)");
        assertThat(new ColumnType("RAW", 16, false, 0, 0).ddl()).isEqualTo("RAW(16)");
        assertThat(new ColumnType("CHAR", 3, false, 0, 0).toLogical()).isEqualTo(new Type.Text(3));
    }

    @Test
    void typesOfUsersAndThoseWithoutATextAreUnreadable() {
        assertThat(List.of("BFILE", "ANYDATA", "MY_OBJECT", "REF", "")).allMatch(ColumnType::isUnreadable);
        assertThat(List.of("NUMBER(10,2)", "TIMESTAMP(6) WITH LOCAL TIME ZONE", "LONG RAW", "VARCHAR2(3 CHAR)"))
                .noneMatch(ColumnType::isUnreadable);
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void whatANewColumnIsMadeForGoesIntoItOnceItIsThere(Release release) {
        for (TypeMatrix.Sample sample : TypeMatrix.all().samples()) {
            Field field = Field.of("a", sample.type());
            String ddl = NativeTypes.column(field, release).ddl();
            TableColumn made = new TableColumn("a", declared(ddl), ddl, true, true, false);
            assertThat(ExistingColumn.accept(field, made, release))
                    .as("%s into %s", sample.type(), ddl)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLOAT(24) | 12345678 | true",
                "FLOAT(24) | 123456789 | false",
                "FLOAT(24) | 123456780 | true",
                "FLOAT(5) | 123.45 | false",
                "FLOAT(5) | 0 | true",
                "NUMBER(3,-2) | 12300 | true",
                "NUMBER(3,-2) | 12345 | false",
                "NUMBER(*,-1) | -10 | true",
                "NUMBER(*,-1) | -1 | false"
            })
    void numbersThatAColumnWouldRoundAreNotHeld(String ddl, BigDecimal number, boolean held) {
        TableColumn column = new TableColumn("a", Type.NUMERIC, ddl, true, true, false);

        for (Type from : List.of(Type.INT64, Type.FLOAT64, new Type.Decimal(20, 2), Type.NUMERIC, Type.STRING)) {
            assertThat(ExistingColumn.accept(Field.of("a", from), column, Release.V19))
                    .hasValueSatisfying(type -> assertThat(type.accepted()).isEqualTo(Type.NUMERIC));
        }
        assertThat(NumberLimits.of(ddl).orElseThrow().hold(number.stripTrailingZeros()))
                .isEqualTo(held);
    }

    @Test
    void otherNumbersAreHeldOrRefusedByTheServer() {
        assertThat(List.of("NUMBER", "NUMBER(10)", "NUMBER(10,2)", "FLOAT(126)", "FLOAT"))
                .allMatch(ddl -> NumberLimits.of(ddl).isEmpty());
    }

    /** What the catalog says of a column that was made so. */
    private static Type declared(String ddl) {
        String[] numbers = ddl.replaceAll("[^0-9,]", "").split(",");
        int first = numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]);
        return switch (ColumnType.base(ddl)) {
            case "NUMBER" -> {
                int scale = numbers.length > 1 ? Integer.parseInt(numbers[1]) : first == 0 ? ColumnType.NO_SCALE : 0;
                yield new ColumnType("NUMBER", 0, false, first, scale).toLogical();
            }
            case "VARCHAR2" -> new ColumnType("VARCHAR2", first, false, 0, 0).toLogical();
            default -> new ColumnType(ddl, 0, false, 0, 0).toLogical();
        };
    }

    private static String ddl(Type type) {
        return NativeTypes.column(Field.of("a", type), Release.V19).ddl();
    }
}
