package dev.sluice.connectors.postgresql;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Set;

/** PostgreSQL's types and the logical ones. */
final class NativeTypes {
    private static final int NUMERIC_MODIFIER_OFFSET = 4;
    private static final int TEXT_MODIFIER_OFFSET = 4;
    static final int MAX_SECOND_DIGITS = 6;
    private static final int MAX_VARCHAR = 10_485_760;
    /** Text types whose binary form is their UTF-8 text. */
    private static final Set<String> PLAIN_TEXT = Set.of("text", "character varying", "character", "bpchar");

    /** Types read as text that the server doesn't compare, or not by what they are. */
    private static final Set<String> UNORDERED = Set.of(
            "xml",
            "point",
            "line",
            "lseg",
            "path",
            "polygon",
            "box",
            "circle",
            "xid",
            "cid",
            "tid",
            "aclitem",
            "hstore",
            "tsquery",
            "geometry",
            "geography");

    private NativeTypes() {}

    /** Whether values of a type can't be compared with {@code <}. */
    static boolean isUnordered(String nativeType) {
        return UNORDERED.contains(nativeType.replaceFirst("^.*\\.", "").replaceFirst("\\(.*", ""));
    }

    /**
     * What a column is read as.
     *
     * @param name {@code pg_type.typname} of a type in pg_catalog, of the element where it is an array, of the base type
     *     where it is a domain; anything else for types that are read as text
     * @param modifier {@code atttypmod}, -1 for none
     */
    static Type logical(String name, int modifier, boolean array) {
        Type type = scalar(name, modifier);
        return array ? new Type.ListOf(type) : type;
    }

    private static Type scalar(String name, int modifier) {
        return switch (name) {
            case "bool" -> Type.BOOLEAN;
            case "int2" -> Type.INT16;
            case "int4" -> Type.INT32;
            case "int8" -> Type.INT64;
            case "float4" -> Type.FLOAT32;
            case "float8" -> Type.FLOAT64;
            case "numeric" -> numeric(modifier);
            case "varchar", "bpchar" ->
                modifier < TEXT_MODIFIER_OFFSET ? Type.STRING : new Type.Text(modifier - TEXT_MODIFIER_OFFSET);
            case "bytea" -> Type.BINARY;
            case "uuid" -> Type.UUID;
            case "date" -> Type.DATE;
            case "time" -> new Type.Time(secondDigits(modifier));
            case "timestamp" -> new Type.Timestamp(secondDigits(modifier));
            case "timestamptz" -> new Type.TimestampTz(secondDigits(modifier));
            case "interval" -> Type.INTERVAL;
            case "json", "jsonb" -> Type.JSON;
            default -> Type.STRING;
        };
    }

    private static Type numeric(int modifier) {
        int packed = modifier - NUMERIC_MODIFIER_OFFSET;
        int precision = packed >> 16 & 0xFFFF;
        // 11 bits with a sign: from version 15 on a scale may be negative or above the precision
        int scale = (packed & 0x7FF ^ 0x400) - 0x400;
        boolean holds = modifier >= NUMERIC_MODIFIER_OFFSET
                && precision <= Type.Decimal.MAX_PRECISION
                && scale >= 0
                && scale <= precision;
        return holds ? new Type.Decimal(precision, scale) : Type.NUMERIC;
    }

    private static int secondDigits(int modifier) {
        return modifier < 0 ? MAX_SECOND_DIGITS : modifier;
    }

    /** What to select so that the server sends a form that is decoded: the column itself, or its text. */
    static String expression(Field field, String quotedName) {
        Type element = field.type() instanceof Type.ListOf(Type type) ? type : field.type();
        boolean asText = element == Type.INTERVAL || element instanceof Type.Text && !isPlainText(field.nativeType());
        if (!asText) {
            return quotedName;
        }
        return field.type() instanceof Type.ListOf ? quotedName + "::text[]" : quotedName + "::text";
    }

    /** Whether a type's binary form is its text: {@code character varying(20)}, {@code text[]}. */
    static boolean isPlainText(String nativeType) {
        int end = nativeType.endsWith("[]") ? nativeType.length() - 2 : nativeType.length();
        int parenthesis = nativeType.indexOf('(');
        return PLAIN_TEXT.contains(nativeType.substring(0, parenthesis < 0 ? end : parenthesis));
    }

    /** The type of a new column. */
    static String ddl(Field field) {
        return switch (field.type()) {
            case Type.Simple.JSON -> field.nativeType().equals("json") ? "json" : "jsonb";
            case Type.ListOf(Type element) when isElement(element) -> scalarDdl(element) + "[]";
            default -> scalarDdl(field.type());
        };
    }

    private static String scalarDdl(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> "boolean";
            case Type.Simple.INT8, Type.Simple.INT16 -> "smallint";
            case Type.Simple.INT32 -> "integer";
            case Type.Simple.INT64 -> "bigint";
            case Type.Simple.FLOAT32 -> "real";
            case Type.Simple.FLOAT64 -> "double precision";
            case Type.Simple.NUMERIC -> "numeric";
            case Type.Decimal decimal -> "numeric(" + decimal.precision() + "," + decimal.scale() + ")";
            case Type.Text(int length) when length == Type.Text.UNLIMITED || length > MAX_VARCHAR -> "text";
            case Type.Text(int length) -> "character varying(" + length + ")";
            case Type.Simple.BINARY -> "bytea";
            case Type.Simple.UUID -> "uuid";
            case Type.Simple.DATE -> "date";
            case Type.Time(int precision) -> "time(" + Math.min(precision, MAX_SECOND_DIGITS) + ")";
            case Type.Timestamp(int precision) -> "timestamp(" + Math.min(precision, MAX_SECOND_DIGITS) + ")";
            case Type.TimestampTz(int precision) -> "timestamptz(" + Math.min(precision, MAX_SECOND_DIGITS) + ")";
            case Type.Simple.INTERVAL -> "interval";
            case Type.Simple.JSON -> "jsonb";
            case Type.ListOf list -> "jsonb";
            case Type.Struct struct -> "jsonb";
            case Type.MapOf map -> "jsonb";
        };
    }

    /** Whether an array can hold values of that type one by one. */
    static boolean isElement(Type type) {
        return !Type.isNested(type);
    }

    /** The logical type a new column takes values of. */
    static Type accepted(Type type) {
        boolean nested = Type.isNested(type) && !(type instanceof Type.ListOf(Type element) && isElement(element));
        return nested ? Type.JSON : type;
    }

    /** What a new column can't keep of a field, or empty. */
    static String loss(Field field) {
        return ddl(field).equals("jsonb") ? "jsonb keeps no key order, spaces or repeated keys" : loss(field.type());
    }

    /** What a column of PostgreSQL can't keep of a type, or empty. */
    static String loss(Type type) {
        return switch (type) {
            case Type.Time(int precision)
            when precision > MAX_SECOND_DIGITS -> "digits beyond microseconds are refused";
            case Type.Timestamp(int precision)
            when precision > MAX_SECOND_DIGITS -> "digits beyond microseconds are refused";
            case Type.TimestampTz(int precision)
            when precision > MAX_SECOND_DIGITS -> "digits beyond microseconds are refused";
            default -> "";
        };
    }
}
