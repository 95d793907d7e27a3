package dev.sluice.connectors.sqlite;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How stored values are compared with others of their column's type. SQLite knows texts, numbers and bytes only, so what
 * may be spelt in several ways is brought to one: a clock to {@code YYYY-MM-DDTHH:MM:SS} with as many digits as it needs, a
 * UUID to its 32 digits.
 */
final class StoredOrder {
    private static final int DATE_LENGTH = 10;
    /** Behind all texts that go on after a beginning. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);
    /** Before all of them; a space would leave what looks like a number one. */
    private static final String FIRST = "\u0001";

    private StoredOrder() {}

    /** Whether the order of stored values is that of the type's: not of decimals that are kept as texts. */
    static boolean agrees(Field column) {
        boolean decimal = column.type() == Type.NUMERIC || column.type() instanceof Type.Decimal;
        return !decimal || !DeclaredType.parse(column.nativeType()).affinity().keepsText();
    }

    /**
     * What rows are ordered by.
     *
     * @param name quoted
     */
    static String key(Field column, String name) {
        return switch (column.type()) {
            case Type.Timestamp clock -> clock(name);
            case Type.TimestampTz instant -> clock("rtrim(" + name + ", 'Zz')");
            case Type.Simple.UUID ->
                "lower(CASE typeof(" + name + ") WHEN 'blob' THEN hex(" + name + ") ELSE replace(" + name
                        + ", '-', '') END)";
            default -> name;
        };
    }

    /**
     * The condition of values that have no place in the order of the type's. Numbers come before all texts, and bytes behind
     * them; a clock begins with the digits of a year, or with the minus of one before 0. What differs from there on is read,
     * and refused then, unless it is of an earlier year.
     *
     * @param name quoted
     */
    static String misfits(Type type, String name) {
        return switch (type) {
            case Type.Simple.BOOLEAN,
                    Type.Simple.INT64,
                    Type.Simple.FLOAT32,
                    Type.Simple.FLOAT64,
                    Type.Simple.NUMERIC -> name + " >= ''";
            case Type.Decimal decimal -> name + " >= ''";
            case Type.Simple.BINARY -> name + " < X''";
            case Type.Simple.UUID -> name + " < ''";
            case Type.Simple.DATE -> noClock(name);
            case Type.Timestamp clock -> noClock(name);
            case Type.TimestampTz instant -> noClock(name);
            default -> name + " < '' OR " + name + " >= X''";
        };
    }

    private static String noClock(String name) {
        return "typeof(" + name + ") NOT IN ('text', 'null') OR " + name + " NOT GLOB '[-0-9][0-9][0-9]*'";
    }

    /** The same, so that an index finds such values where there is one; longer than is good to read. */
    static String indexedMisfits(Type type, String name) {
        boolean clock = type == Type.DATE || type instanceof Type.Timestamp || type instanceof Type.TimestampTz;
        return clock ? "(" + noClock(name) + ") AND (" + noClockRanges(name) + ")" : misfits(type, name);
    }

    /** Bounds that look like numbers would be compared as such with a column that may hold some. */
    private static String noClockRanges(String name) {
        Stream<String> beginnings = Stream.of(
                        Stream.of("", "-"),
                        IntStream.range(0, 10).mapToObj(String::valueOf),
                        IntStream.range(0, 100).mapToObj("%02d"::formatted))
                .flatMap(each -> each);
        Stream<String> noDigitNext = beginnings.flatMap(begin -> Stream.of(
                between(name, begin + FIRST, begin + (begin.isEmpty() ? "," : "/") + LAST),
                between(name, begin + ":", begin + LAST)));
        Stream<String> other = Stream.of(name + " < " + quote(FIRST), between(name, ".", "/" + LAST), name + " >= X''");
        return Stream.concat(other, noDigitNext).collect(Collectors.joining(" OR "));
    }

    private static String between(String name, String from, String to) {
        return name + " BETWEEN " + quote(from) + " AND " + quote(to);
    }

    private static String clock(String text) {
        String marked = "replace(replace(" + text + ", ' ', 'T'), 't', 'T')";
        return "CASE WHEN instr(" + text + ", '.') > 0 THEN rtrim(rtrim(" + marked + ", '0'), '.') WHEN length(" + text
                + ") = 16 THEN " + marked + " || ':00' ELSE " + marked + " END";
    }

    /**
     * @param name quoted
     * @param value as canonical text
     */
    static String comparison(Field column, String name, String operator, String value) {
        String comparison = "(" + key(column, name) + ") " + operator + " " + literal(column.type(), value);
        boolean clock = column.type() instanceof Type.Timestamp || column.type() instanceof Type.TimestampTz;
        // an index knows the texts as they are; those of a day begin with it, however they go on
        return clock && operator.startsWith(">") && Character.isDigit(value.charAt(0))
                ? "(" + name + " >= " + quote(value.substring(0, DATE_LENGTH)) + " AND " + comparison + ")"
                : clock || column.type() == Type.UUID
                        ? comparison
                        : name + " " + operator + " " + literal(column.type(), value);
    }

    private static String literal(Type type, String value) {
        return switch (type) {
            case Type.Simple.BINARY ->
                "X'" + HexFormat.of().formatHex(Base64.getDecoder().decode(value)) + "'";
            case Type.Simple.UUID -> quote(value.replace("-", "").toLowerCase(Locale.ROOT));
            case Type.Timestamp clock -> quote(shortest(value));
            case Type.TimestampTz instant -> quote(shortest(value.substring(0, value.length() - 1)));
            case Type.Simple.FLOAT32 -> real(Float.parseFloat(value));
            case Type.Simple.FLOAT64 -> real(Double.parseDouble(value));
            case Type.Simple.INT64 ->
                // the digits of the smallest one alone would be those of a number that is too large
                value.equals(String.valueOf(Long.MIN_VALUE)) ? "(-9223372036854775807 - 1)" : value;
            case Type.Simple.NUMERIC -> value;
            case Type.Decimal decimal -> value;
            default -> text(value);
        };
    }

    private static String real(double value) {
        return value == Double.NEGATIVE_INFINITY ? "-9e999" : Double.toString(value);
    }

    private static String shortest(String clock) {
        return clock.indexOf('.') < 0 ? clock : clock.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    }

    /** A statement ends with its first NUL. */
    private static String text(String value) {
        return value.indexOf('\0') < 0
                ? quote(value)
                : "("
                        + String.join(
                                " || char(0) || ",
                                java.util.Arrays.stream(value.split("\0", -1))
                                        .map(StoredOrder::quote)
                                        .toList())
                        + ")";
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
