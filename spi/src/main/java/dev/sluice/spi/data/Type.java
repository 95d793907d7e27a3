package dev.sluice.spi.data;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The logical type of a value: the one model between every pair of systems. A connector maps its native types to these
 * and back, and knows no other connector.
 *
 * <p>{@link #toString()} gives the canonical spelling ({@code decimal(12,2)}, {@code timestamp_tz(6)}, {@code
 * list<string>}), which {@link #parse} reads back. The physical form of a column of a type is {@link Storage#of}.
 */
public sealed interface Type extends Serializable {
    // No default methods here: they would make the enum's initialization run this interface's first, and leave these
    // null.

    Type BOOLEAN = Simple.BOOLEAN;
    Type INT8 = Simple.INT8;
    Type INT16 = Simple.INT16;
    Type INT32 = Simple.INT32;
    Type INT64 = Simple.INT64;
    Type FLOAT32 = Simple.FLOAT32;
    Type FLOAT64 = Simple.FLOAT64;
    /** A decimal of any size, held as canonical text. May be {@code NaN}, {@code Infinity} or {@code -Infinity}. */
    Type NUMERIC = Simple.NUMERIC;
    /** Text without a length limit. */
    Type STRING = new Text(Text.UNLIMITED);

    Type JSON = Simple.JSON;
    Type BINARY = Simple.BINARY;
    Type UUID = Simple.UUID;
    Type DATE = Simple.DATE;
    Type INTERVAL = Simple.INTERVAL;

    /** Types without parameters. */
    enum Simple implements Type {
        /** true or false. */
        BOOLEAN,
        /** Signed 8-bit integer. */
        INT8,
        /** Signed 16-bit integer. */
        INT16,
        /** Signed 32-bit integer. */
        INT32,
        /** Signed 64-bit integer. */
        INT64,
        /** IEEE 754 single precision; NaN, infinities and -0.0 are values. */
        FLOAT32,
        /** IEEE 754 double precision; NaN, infinities and -0.0 are values. */
        FLOAT64,
        /** Decimal without declared precision, as canonical UTF-8 text. */
        NUMERIC,
        /** A JSON document as its own UTF-8 text: key order and number digits are kept. */
        JSON,
        /** Bytes. */
        BINARY,
        /** 128 bits, the most significant long first. */
        UUID,
        /** Days since 1970-01-01, proleptic Gregorian. */
        DATE,
        /** An ISO-8601 duration as text. */
        INTERVAL;

        @Override
        public String toString() {
            return this == NUMERIC ? "decimal" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * An exact decimal.
     *
     * @param precision total number of digits, 1 to 38
     * @param scale digits after the point, 0 to {@code precision}
     */
    record Decimal(int precision, int scale) implements Type {
        public static final int MAX_PRECISION = 38;
        /** The largest precision whose unscaled value always fits a long. */
        public static final int MAX_LONG_PRECISION = 18;

        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale
                        + "): the precision must be 1 to 38 and the scale 0 to the precision");
            }
        }

        /** Whether unscaled values are kept in one long; in two otherwise. */
        public boolean fitsLong() {
            return precision <= MAX_LONG_PRECISION;
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /**
     * UTF-8 text.
     *
     * @param maxLength the largest number of characters (code points), or {@link #UNLIMITED}
     */
    record Text(int maxLength) implements Type {
        public static final int UNLIMITED = 0;

        @Override
        public String toString() {
            return maxLength == UNLIMITED ? "string" : "string(" + maxLength + ")";
        }
    }

    /** A time of day, held as nanoseconds since midnight, 24:00 included; {@code precision} counts second digits, 0 to 9. */
    record Time(int precision) implements Type {
        public Time {
            requireSecondDigits(precision);
        }

        @Override
        public String toString() {
            return "time(" + precision + ")";
        }
    }

    /** A wall clock without a zone, held as microseconds (and nanoseconds above precision 6) since 1970-01-01T00:00. */
    record Timestamp(int precision) implements Type {
        public Timestamp {
            requireSecondDigits(precision);
        }

        @Override
        public String toString() {
            return "timestamp(" + precision + ")";
        }
    }

    /** An instant, held as microseconds (and nanoseconds above precision 6) since 1970-01-01T00:00Z. */
    record TimestampTz(int precision) implements Type {
        public TimestampTz {
            requireSecondDigits(precision);
        }

        @Override
        public String toString() {
            return "timestamp_tz(" + precision + ")";
        }
    }

    /** An ordered list; elements may be null. */
    record ListOf(Type element) implements Type {
        @Override
        public String toString() {
            return "list<" + element + ">";
        }
    }

    /** Named fields in order. */
    record Struct(List<Field> fields) implements Type {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> Names.quoteIfNeeded(field.name()) + ": " + field.type())
                    .collect(Collectors.joining(", ", "struct<", ">"));
        }
    }

    /** Key-value pairs, physically a list of {@code struct<key, value>}; keys are never null. */
    record MapOf(Type key, Type value) implements Type {
        /** The struct that each entry is stored as. */
        public Struct entry() {
            return new Struct(List.of(Field.required("key", key), Field.of("value", value)));
        }

        @Override
        public String toString() {
            return "map<" + key + ", " + value + ">";
        }
    }

    /** How the values of a type lie in memory; one {@link Column} class and one {@link ColumnBuilder} class each. */
    enum Storage {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        INT128,
        NANO_TIMESTAMP,
        BYTES,
        LIST,
        STRUCT;

        /** The physical form of a type's columns. */
        public static Storage of(Type type) {
            return switch (type) {
                case Simple.BOOLEAN -> BOOLEAN;
                case Simple.INT8, Simple.INT16, Simple.INT32, Simple.DATE -> INT;
                case Simple.INT64 -> LONG;
                case Simple.FLOAT32 -> FLOAT;
                case Simple.FLOAT64 -> DOUBLE;
                case Simple.NUMERIC, Simple.JSON, Simple.BINARY, Simple.INTERVAL -> BYTES;
                case Simple.UUID -> INT128;
                case Decimal decimal -> decimal.fitsLong() ? LONG : INT128;
                case Text text -> BYTES;
                case Time time -> LONG;
                case Timestamp timestamp -> timestamp.precision() <= 6 ? LONG : NANO_TIMESTAMP;
                case TimestampTz timestamp -> timestamp.precision() <= 6 ? LONG : NANO_TIMESTAMP;
                case ListOf list -> LIST;
                case MapOf map -> LIST;
                case Struct struct -> STRUCT;
            };
        }
    }

    /** Whether values hold other values: lists, structs and maps. */
    static boolean isNested(Type type) {
        return type instanceof ListOf || type instanceof Struct || type instanceof MapOf;
    }

    /** The types that are nested in a type, one level down; none in a type that isn't nested. */
    static List<Type> children(Type type) {
        return switch (type) {
            case ListOf(Type element) -> List.of(element);
            case MapOf(Type key, Type value) -> List.of(key, value);
            case Struct(List<Field> fields) -> fields.stream().map(Field::type).toList();
            default -> List.of();
        };
    }

    /**
     * Reads a type's spelling: the canonical one and the common SQL names ({@code bigint}, {@code varchar(20)}, {@code
     * double precision}, {@code timestamptz}).
     *
     * @throws IllegalArgumentException with a message for the user, naming the closest known type
     */
    static Type parse(String text) {
        return new TypeParser(text).parse();
    }

    private static void requireSecondDigits(int precision) {
        if (precision < 0 || precision > 9) {
            throw new IllegalArgumentException("a time's precision must be 0 to 9 digits, not " + precision);
        }
    }
}
