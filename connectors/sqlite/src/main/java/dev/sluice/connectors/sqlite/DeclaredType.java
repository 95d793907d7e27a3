package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type a column is declared with, such as {@code DECIMAL(12,2)}.
 *
 * <p>Columns we create have the usual names where these keep the value, and a name that ends in {@code _TEXT} where the
 * usual one would turn a text into a number: {@code DECIMAL_TEXT(12,2)}, {@code JSON_TEXT}, {@code DURATION_TEXT}. A type
 * that is unknown, or missing, is read as STRING, which holds whatever the column does.
 *
 * @param name upper case, without parameters
 * @param parameters the numbers in brackets
 */
record DeclaredType(String name, List<Integer> parameters, Affinity affinity) {
    private static final Pattern PARAMETERS = Pattern.compile("\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)");
    private static final int DEFAULT_SECOND_DIGITS = 6;
    /** A number with more digits may change when NUMERIC affinity stores it as a double. */
    private static final int DIGITS_OF_DOUBLE = 15;

    private static final NativeType NESTED = new NativeType("JSON_TEXT", Type.JSON, "its structure becomes JSON text");

    static DeclaredType parse(String declared) {
        List<Integer> parameters = new ArrayList<>();
        Matcher matcher = PARAMETERS.matcher(declared);
        if (matcher.find()) {
            parameters.add(Integer.valueOf(matcher.group(1)));
            if (matcher.group(2) != null) {
                parameters.add(Integer.valueOf(matcher.group(2)));
            }
        }
        String name = declared.replaceAll("\\([^)]*\\)", " ").strip().replaceAll("\\s+", " ");
        return new DeclaredType(name.toUpperCase(Locale.ROOT), List.copyOf(parameters), Affinity.of(declared));
    }

    /** What the column's values are read as. */
    Type toLogical() {
        return switch (name) {
            case "BOOLEAN", "BOOL" -> Type.BOOLEAN;
            case "DECIMAL", "NUMERIC", "NUMBER", "DEC", "NUM", "DECIMAL_TEXT" -> decimal();
            case "FLOAT4" -> Type.FLOAT32;
            case "DATE" -> Type.DATE;
            case "TIME" -> new Type.Time(secondDigits());
            case "TIMESTAMP", "DATETIME", "TIMESTAMP WITHOUT TIME ZONE" -> new Type.Timestamp(secondDigits());
            case "TIMESTAMP_TZ", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> new Type.TimestampTz(secondDigits());
            case "UUID", "GUID", "UNIQUEIDENTIFIER" -> Type.UUID;
            case "JSON", "JSON_TEXT" -> Type.JSON;
            case "DURATION_TEXT" -> Type.INTERVAL;
            case "BINARY", "VARBINARY" -> Type.BINARY;
            default ->
                switch (affinity) {
                    case INTEGER -> Type.INT64;
                    case REAL -> Type.FLOAT64;
                    case BLOB -> name.isEmpty() ? Type.STRING : Type.BINARY;
                    case TEXT, NUMERIC -> Type.STRING;
                };
        };
    }

    private Type decimal() {
        if (parameters.isEmpty()) {
            return Type.NUMERIC;
        }
        int precision = parameters.get(0);
        int scale = parameters.size() > 1 ? parameters.get(1) : 0;
        boolean fits = precision >= 1 && precision <= Type.Decimal.MAX_PRECISION && scale <= precision;
        return fits ? new Type.Decimal(precision, scale) : Type.NUMERIC;
    }

    private int secondDigits() {
        return parameters.isEmpty() || parameters.getFirst() > 9 ? DEFAULT_SECOND_DIGITS : parameters.getFirst();
    }

    /** How a new column for a field is declared. */
    static NativeType of(Field field) {
        Type type = field.type();
        return switch (type) {
            case Type.Simple.BOOLEAN -> NativeType.of("BOOLEAN", type);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 ->
                NativeType.of("INTEGER", type);
            case Type.Simple.FLOAT32 -> floating("FLOAT4", type);
            case Type.Simple.FLOAT64 -> floating("REAL", type);
            case Type.Simple.NUMERIC -> NativeType.of("DECIMAL_TEXT", type);
            case Type.Decimal decimal ->
                NativeType.of("DECIMAL_TEXT(" + decimal.precision() + "," + decimal.scale() + ")", type);
            case Type.Text text ->
                NativeType.of(
                        text.maxLength() == Type.Text.UNLIMITED ? "TEXT" : "VARCHAR(" + text.maxLength() + ")", type);
            case Type.Simple.JSON -> NativeType.of("JSON_TEXT", type);
            case Type.Simple.BINARY -> NativeType.of("BLOB", type);
            case Type.Simple.UUID -> NativeType.of("UUID", type);
            case Type.Simple.DATE -> NativeType.of("DATE", type);
            case Type.Time time -> NativeType.of("TIME(" + time.precision() + ")", type);
            case Type.Timestamp timestamp -> NativeType.of("TIMESTAMP(" + timestamp.precision() + ")", type);
            case Type.TimestampTz timestamp -> NativeType.of("TIMESTAMP_TZ(" + timestamp.precision() + ")", type);
            case Type.Simple.INTERVAL -> NativeType.of("DURATION_TEXT", type);
            case Type.ListOf list -> NESTED;
            case Type.Struct struct -> NESTED;
            case Type.MapOf map -> NESTED;
        };
    }

    /** How a new column for a field is declared in a STRICT table, which takes SQLite's own types alone. */
    static NativeType inStrictTable(Field field) {
        NativeType usual = of(field);
        String ddl = switch (Affinity.of(usual.ddl())) {
            case INTEGER -> "INTEGER";
            case REAL -> "REAL";
            case BLOB -> "BLOB";
            case TEXT -> "TEXT";
            case NUMERIC -> field.type() == Type.BOOLEAN ? "INTEGER" : "TEXT";
        };
        boolean readBack = DeclaredType.parse(ddl).toLogical().equals(usual.accepted());
        return readBack || !usual.loss().isEmpty()
                ? new NativeType(ddl, usual.accepted(), usual.loss())
                : new NativeType(ddl, usual.accepted(), "kept as " + ddl + ", since the table is STRICT");
    }

    private static NativeType floating(String ddl, Type type) {
        return new NativeType(ddl, type, "NaN is refused; -0.0 is stored as 0.0");
    }

    /** How a field is written to a column declared so; empty where values would change or not fit. */
    Optional<NativeType> accept(Field field, String declared) {
        Type accepted = of(field).accepted();
        return holds(accepted)
                ? Optional.of(new NativeType(declared, accepted, of(field).loss()))
                : Optional.empty();
    }

    private boolean holds(Type incoming) {
        if (name.isEmpty()) {
            return true;
        }
        Type own = toLogical();
        return switch (incoming) {
            case Type.Simple.BOOLEAN -> own == Type.BOOLEAN || own == Type.INT64;
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> own == Type.INT64 || own == Type.FLOAT64;
            case Type.Simple.INT64 -> own == Type.INT64;
            case Type.Simple.FLOAT32 -> own == Type.FLOAT32 || own == Type.FLOAT64;
            case Type.Simple.FLOAT64 -> own == Type.FLOAT64;
            case Type.Simple.BINARY -> own == Type.BINARY;
            case Type.Text text -> own.equals(Type.STRING) && affinity.keepsText();
            case Type.Simple.JSON, Type.Simple.INTERVAL ->
                affinity.keepsText() && (own == incoming || own.equals(Type.STRING));
            case Type.Simple.NUMERIC -> affinity.keepsText() && (own == Type.NUMERIC || own.equals(Type.STRING));
            case Type.Decimal decimal -> holdsDecimal(decimal, own);
            case Type.Simple.UUID, Type.Simple.DATE -> own == incoming || isPlainText(own);
            case Type.Time time ->
                own instanceof Type.Time(int digits) && digits >= time.precision() || isPlainText(own);
            case Type.Timestamp timestamp ->
                own instanceof Type.Timestamp(int digits) && digits >= timestamp.precision() || isPlainText(own);
            case Type.TimestampTz timestamp ->
                own instanceof Type.TimestampTz(int digits) && digits >= timestamp.precision() || isPlainText(own);
            case Type.ListOf list -> false;
            case Type.Struct struct -> false;
            case Type.MapOf map -> false;
        };
    }

    private boolean holdsDecimal(Type.Decimal incoming, Type own) {
        if (isPlainText(own)) {
            return true;
        }
        boolean digitsFit = own == Type.NUMERIC
                || own instanceof Type.Decimal(int precision, int scale)
                        && incoming.scale() <= scale
                        && incoming.precision() - incoming.scale() <= precision - scale;
        return digitsFit && (affinity.keepsText() || incoming.precision() <= DIGITS_OF_DOUBLE);
    }

    private boolean isPlainText(Type own) {
        return own.equals(Type.STRING) && affinity.keepsText();
    }
}
