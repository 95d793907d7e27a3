package dev.sluice.connectors.postgresql;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as SQL says them: quoted, and of a type that compares with the column's exactly and by its index. */
final class Literals {
    private static final Pattern YEAR = Pattern.compile("([+-]?)(\\d{4,})(-.*)");

    private Literals() {}

    /**
     * @param text canonical
     */
    static String of(Field column, String text) {
        return switch (column.type()) {
            case Type.Simple.BINARY -> "decode(" + quote(text) + ", 'base64')";
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> quote(text) + "::bigint";
            case Type.Simple.FLOAT32 -> quote(text) + "::real";
            case Type.Simple.FLOAT64 -> quote(text) + "::double precision";
            case Type.Simple.NUMERIC -> quote(text) + "::numeric";
            case Type.Decimal decimal -> quote(text) + "::numeric";
            case Type.Simple.UUID -> quote(text) + "::uuid";
            case Type.Simple.DATE -> quote(years(text)) + "::date";
            case Type.Timestamp timestamp -> quote(years(text)) + "::timestamp";
            case Type.TimestampTz timestamp -> quote(years(text)) + "::timestamptz";
            default -> quote(text) + "::" + textType(column.nativeType());
        };
    }

    /** Without a length, which would cut the text off. */
    private static String textType(String nativeType) {
        String bare = nativeType.replaceFirst("\\([^()]*\\)", "");
        return switch (bare) {
            case "", "text", "character varying" -> "text";
            case "character", "bpchar" -> "bpchar";
            case "bit" -> "bit varying";
            default -> bare;
        };
    }

    /** Years before 1 count down from 1 BC, and there is no sign before those beyond 9999. */
    private static String years(String text) {
        Matcher year = YEAR.matcher(text);
        if (!year.matches()) {
            return text;
        }
        long number = Long.parseLong(year.group(2)) * (year.group(1).equals("-") ? -1 : 1);
        return number > 0 ? number(number) + year.group(3) : number(1 - number) + year.group(3) + " BC";
    }

    private static String number(long year) {
        return String.format(Locale.ROOT, "%04d", year);
    }

    /** Means the same whatever the server's standard_conforming_strings is. */
    static String quote(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
