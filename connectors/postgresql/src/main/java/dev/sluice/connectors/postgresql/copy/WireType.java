package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type at the server, which decides what binary COPY must send.
 *
 * @param name without its length or precision and without brackets: {@code character varying}
 * @param length of text in characters, 0 for none
 * @param scale of numeric; {@link #ANY_SCALE} where it has none
 * @param array whether it is an array of that
 */
record WireType(String name, int length, int scale, boolean array) {
    private static final int ANY_SCALE = Integer.MAX_VALUE;
    private static final Pattern MODIFIER = Pattern.compile("\\((\\d+)(?:,(-?\\d+))?\\)");

    /** @param nativeType as {@code format_type} or CREATE TABLE says it */
    static WireType parse(String nativeType) {
        boolean array = nativeType.endsWith("[]");
        String element = array ? nativeType.substring(0, nativeType.length() - 2) : nativeType;
        Matcher modifier = MODIFIER.matcher(element);
        boolean modified = modifier.find();
        int number = modified ? Integer.parseInt(modifier.group(1)) : 0;
        int scale = modified && modifier.group(2) != null ? Integer.parseInt(modifier.group(2)) : ANY_SCALE;
        String name = MODIFIER.matcher(element).replaceFirst("");
        boolean text = name.equals("character varying") || name.equals("character");
        return new WireType(name, text ? number : 0, scale, array);
    }

    /**
     * The encoder of values of a type into this column.
     *
     * @throws IllegalArgumentException where there is none: planning should have said so
     */
    ColumnEncoder encoder(Type type) {
        if (!array) {
            return scalar(type);
        }
        if (type instanceof Type.ListOf(Type element)) {
            return new ListEncoder(oid(), scalar(element));
        }
        throw mismatch(type);
    }

    private ColumnEncoder scalar(Type type) {
        return switch (name) {
            case "boolean" -> require(type, Type.Storage.BOOLEAN, new FixedEncoders.Flags());
            case "smallint" -> require(type, Type.Storage.INT, new FixedEncoders.Shorts());
            case "integer" -> require(type, Type.Storage.INT, new FixedEncoders.Ints());
            case "bigint" ->
                type == Type.INT64
                        ? new FixedEncoders.Longs()
                        : require(type, Type.Storage.INT, new FixedEncoders.IntsToLongs());
            case "real" -> require(type, Type.Storage.FLOAT, new FixedEncoders.Floats());
            case "double precision" -> require(type, Type.Storage.DOUBLE, new FixedEncoders.Doubles());
            case "numeric" -> {
                ColumnEncoder encoder = numeric(type);
                yield keepsScale(type) ? encoder : new ExactNumericEncoder(encoder, type, scale);
            }
            case "uuid" -> require(type, Type.Storage.INT128, new FixedEncoders.Uuids());
            case "date" -> require(type, Type.Storage.INT, new TemporalEncoders.Dates());
            case "time without time zone", "time" -> require(type, Type.Storage.LONG, new TemporalEncoders.Times());
            case "timestamp without time zone", "timestamp", "timestamp with time zone", "timestamptz" ->
                Type.Storage.of(type) == Type.Storage.NANO_TIMESTAMP
                        ? new TemporalEncoders.NanoTimestamps()
                        : require(type, Type.Storage.LONG, new TemporalEncoders.Timestamps());
            case "interval" -> require(type, Type.Storage.BYTES, new IntervalEncoder());
            case "bytea" -> require(type, Type.Storage.BYTES, BytesEncoder.binary());
            case "jsonb" -> require(type, Type.Storage.BYTES, BytesEncoder.jsonb());
            case "json", "text", "character varying", "character", "bpchar" ->
                require(type, Type.Storage.BYTES, BytesEncoder.text(length));
            default -> throw mismatch(type);
        };
    }

    private ColumnEncoder numeric(Type type) {
        return switch (type) {
            case Type.Decimal decimal when decimal.fitsLong() -> new LongNumericEncoder(decimal.scale());
            case Type.Decimal decimal -> new TextNumericEncoder(decimal.scale());
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> new LongNumericEncoder(0);
            case Type.Simple.NUMERIC -> new TextNumericEncoder(0);
            default -> throw mismatch(type);
        };
    }

    /** Whether the column has all digits that values of a type can have behind the point, or 0 at the end of whole ones. */
    private boolean keepsScale(Type type) {
        int needed = switch (type) {
            case Type.Decimal decimal -> decimal.scale();
            case Type.Simple.NUMERIC -> ANY_SCALE;
            default -> 0;
        };
        return scale >= needed;
    }

    private ColumnEncoder require(Type type, Type.Storage storage, ColumnEncoder encoder) {
        if (Type.Storage.of(type) != storage) {
            throw mismatch(type);
        }
        return encoder;
    }

    /** Of the element, which an array's value names. These numbers are the same on every server. */
    private int oid() {
        return switch (name) {
            case "boolean" -> 16;
            case "bytea" -> 17;
            case "bigint" -> 20;
            case "smallint" -> 21;
            case "integer" -> 23;
            case "text" -> 25;
            case "json" -> 114;
            case "real" -> 700;
            case "double precision" -> 701;
            case "character", "bpchar" -> 1042;
            case "character varying" -> 1043;
            case "date" -> 1082;
            case "time without time zone", "time" -> 1083;
            case "timestamp without time zone", "timestamp" -> 1114;
            case "timestamp with time zone", "timestamptz" -> 1184;
            case "interval" -> 1186;
            case "numeric" -> 1700;
            case "uuid" -> 2950;
            case "jsonb" -> 3802;
            default -> throw new IllegalArgumentException("no array of " + name + " is written");
        };
    }

    private IllegalArgumentException mismatch(Type type) {
        return new IllegalArgumentException("values of " + type + " are not written as " + name);
    }
}
