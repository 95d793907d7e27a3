package dev.sluice.testkit.mssql;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import microsoft.sql.DateTimeOffset;

/**
 * Values of a type, each as a literal and as the driver takes it and gives it.
 *
 * @param jdbcType what a bulk copy says it brings
 */
record TypeSample(String type, int jdbcType, int precision, int scale, List<String> literals, List<Object> values) {
    private static TypeSample of(String type, int jdbcType, int precision, int scale, Object... literalsAndValues) {
        List<String> literals = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < literalsAndValues.length; i += 2) {
            literals.add((String) literalsAndValues[i]);
            values.add(literalsAndValues[i + 1]);
        }
        return new TypeSample(type, jdbcType, precision, scale, literals, values);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    private static DateTimeOffset instant(String text) {
        return DateTimeOffset.valueOf(OffsetDateTime.parse(text));
    }

    static List<TypeSample> all() {
        String longText = "0123456789é".repeat(60_000);
        byte[] few = {0, 1, (byte) 0xff, 127};
        return List.of(
                of("bit", Types.BIT, 1, 0, "0", false, "1", true),
                of("tinyint", Types.TINYINT, 3, 0, "0", (short) 0, "255", (short) 255),
                of("smallint", Types.SMALLINT, 5, 0, "-32768", (short) -32768, "32767", (short) 32767),
                of("int", Types.INTEGER, 10, 0, "-2147483648", Integer.MIN_VALUE, "2147483647", Integer.MAX_VALUE),
                of(
                        "bigint",
                        Types.BIGINT,
                        19,
                        0,
                        "-9223372036854775808",
                        Long.MIN_VALUE,
                        "9223372036854775807",
                        Long.MAX_VALUE),
                of("real", Types.REAL, 7, 0, "-3.4028235E38", -Float.MAX_VALUE, "1.5", 1.5f),
                of("float", Types.DOUBLE, 15, 0, "-1.7976931348623157E308", -Double.MAX_VALUE, "0.1", 0.1),
                of("decimal(9,2)", Types.DECIMAL, 9, 2, "-9999999.99", number("-9999999.99"), "0.01", number("0.01")),
                of(
                        "decimal(38,10)",
                        Types.DECIMAL,
                        38,
                        10,
                        "-9999999999999999999999999999.9999999999",
                        number("-9999999999999999999999999999.9999999999"),
                        "1234567890123.0000000001",
                        number("1234567890123.0000000001")),
                of("numeric(18,0)", Types.NUMERIC, 18, 0, "999999999999999999", number("999999999999999999")),
                of(
                        "money",
                        Types.DECIMAL,
                        19,
                        4,
                        "-922337203685477.5808",
                        number("-922337203685477.5808"),
                        "922337203685477.5807",
                        number("922337203685477.5807")),
                of("smallmoney", Types.DECIMAL, 10, 4, "-214748.3648", number("-214748.3648")),
                of(
                        "date",
                        Types.DATE,
                        10,
                        0,
                        "'0001-01-01'",
                        LocalDate.of(1, 1, 1),
                        "'9999-12-31'",
                        LocalDate.of(9999, 12, 31)),
                of(
                        "time(7)",
                        Types.TIME,
                        16,
                        7,
                        "'00:00:00'",
                        LocalTime.MIDNIGHT,
                        "'23:59:59.9999999'",
                        LocalTime.of(23, 59, 59, 999_999_900)),
                of("time(0)", Types.TIME, 8, 0, "'12:34:56'", LocalTime.of(12, 34, 56)),
                of(
                        "datetime2(7)",
                        Types.TIMESTAMP,
                        27,
                        7,
                        "'0001-01-01T00:00:00'",
                        LocalDateTime.of(1, 1, 1, 0, 0),
                        "'9999-12-31T23:59:59.9999999'",
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_900),
                        "'2024-03-10T02:30:00.0000001'",
                        LocalDateTime.of(2024, 3, 10, 2, 30, 0, 100)),
                of(
                        "datetime2(3)",
                        Types.TIMESTAMP,
                        23,
                        3,
                        "'2024-02-29T12:00:00.123'",
                        LocalDateTime.of(2024, 2, 29, 12, 0, 0, 123_000_000)),
                of(
                        "datetime",
                        Types.TIMESTAMP,
                        23,
                        3,
                        "'1753-01-01T00:00:00'",
                        LocalDateTime.of(1753, 1, 1, 0, 0),
                        "'9999-12-31T23:59:59.997'",
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 997_000_000)),
                of(
                        "smalldatetime",
                        Types.TIMESTAMP,
                        16,
                        0,
                        "'2079-06-06T23:59:00'",
                        LocalDateTime.of(2079, 6, 6, 23, 59)),
                of(
                        "datetimeoffset(7)",
                        microsoft.sql.Types.DATETIMEOFFSET,
                        34,
                        7,
                        "'2024-11-03 01:30:00.1234567 -05:00'",
                        instant("2024-11-03T01:30:00.1234567-05:00"),
                        "'1900-01-01 00:00:00 +14:00'",
                        instant("1900-01-01T00:00:00+14:00")),
                of("char(5)", Types.CHAR, 5, 0, "'ab'", "ab   "),
                of("varchar(20)", Types.VARCHAR, 20, 0, "'it''s é'", "it's é", "''", ""),
                of("varchar(max)", Types.LONGVARCHAR, 0, 0, "'" + longText + "'", longText),
                of("nchar(3)", Types.NCHAR, 3, 0, "N'日'", "日  "),
                of("nvarchar(20)", Types.NVARCHAR, 20, 0, "N'日本 😀'", "日本 😀", "N''", ""),
                of("nvarchar(max)", Types.LONGNVARCHAR, 0, 0, "N'" + longText + "日'", longText + "日", "N''", ""),
                of("binary(4)", Types.BINARY, 4, 0, "0x0001ff7f", few),
                of("varbinary(20)", Types.VARBINARY, 20, 0, "0x0001ff7f", few, "0x", new byte[0]),
                of("varbinary(max)", Types.LONGVARBINARY, 0, 0, "0x0001ff7f", few),
                of(
                        "uniqueidentifier",
                        microsoft.sql.Types.GUID,
                        36,
                        0,
                        "'6F9619FF-8B86-D011-B42D-00C04FC964FF'",
                        "6F9619FF-8B86-D011-B42D-00C04FC964FF"),
                of("xml", Types.LONGNVARCHAR, 0, 0, "N'<a>é</a>'", "<a>é</a>"));
    }

    @Override
    public String toString() {
        return type;
    }
}
