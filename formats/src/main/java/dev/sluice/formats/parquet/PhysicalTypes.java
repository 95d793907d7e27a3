package dev.sluice.formats.parquet;

import static org.apache.parquet.format.Type.BYTE_ARRAY;
import static org.apache.parquet.format.Type.DOUBLE;
import static org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.format.Type.FLOAT;
import static org.apache.parquet.format.Type.INT32;
import static org.apache.parquet.format.Type.INT64;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.UUIDType;

/** How the values of a type are stored in a Parquet file, and what the file says of them. */
final class PhysicalTypes {
    static final int UUID_BYTES = 16;
    private static final int MAX_INT32_DIGITS = 9;
    private static final int MAX_MICRO_DIGITS = 6;
    private static final String NANOSECONDS = "years before 1677 and after 2262 are refused";

    private PhysicalTypes() {}

    /** The physical type of values that don't hold other values. */
    static org.apache.parquet.format.Type of(Type type) {
        return switch (Type.Storage.of(type)) {
            case BOOLEAN -> org.apache.parquet.format.Type.BOOLEAN;
            case INT -> INT32;
            case LONG ->
                type instanceof Type.Decimal decimal && decimal.precision() <= MAX_INT32_DIGITS ? INT32 : INT64;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case INT128 -> FIXED_LEN_BYTE_ARRAY;
            case NANO_TIMESTAMP -> INT64;
            case BYTES -> BYTE_ARRAY;
            case LIST, STRUCT -> throw new IllegalArgumentException(type + " is not stored in one column");
        };
    }

    /** The bytes of a value of fixed length: a UUID, or a decimal above 18 digits. */
    static int fixedLength(Type type) {
        return type instanceof Type.Decimal decimal
                ? BigInteger.TEN.pow(decimal.precision()).bitLength() / Byte.SIZE + 1
                : UUID_BYTES;
    }

    /** What the file's schema says of a column that holds values. */
    static SchemaElement describe(Type type) {
        SchemaElement element = new SchemaElement();
        element.setType(of(type));
        if (of(type) == FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(fixedLength(type));
        }
        switch (type) {
            case Type.Simple.INT8 -> annotate(element, integer(8), ConvertedType.INT_8);
            case Type.Simple.INT16 -> annotate(element, integer(16), ConvertedType.INT_16);
            case Type.Simple.DATE -> annotate(element, LogicalType.DATE(new DateType()), ConvertedType.DATE);
            case Type.Simple.JSON -> annotate(element, LogicalType.JSON(new JsonType()), ConvertedType.JSON);
            case Type.Simple.UUID -> element.setLogicalType(LogicalType.UUID(new UUIDType()));
            case Type.Simple.NUMERIC, Type.Simple.INTERVAL -> annotateText(element);
            case Type.Text text -> annotateText(element);
            case Type.Decimal(int precision, int scale) -> {
                annotate(element, LogicalType.DECIMAL(new DecimalType(scale, precision)), ConvertedType.DECIMAL);
                element.setScale(scale);
                element.setPrecision(precision);
            }
            case Type.Time(int digits) -> element.setLogicalType(LogicalType.TIME(new TimeType(false, unit(digits))));
            case Type.Timestamp(int digits) ->
                element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(false, unit(digits))));
            case Type.TimestampTz(int digits) -> {
                element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, unit(digits))));
                if (digits <= MAX_MICRO_DIGITS) {
                    element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
                }
            }
            default -> {
                // the physical type says it all
            }
        }
        return element;
    }

    /** The format's own name for a type. */
    static String describeForPlans(Type type) {
        return switch (type) {
            case Type.Simple.INT8 -> "INT32 (INT(8))";
            case Type.Simple.INT16 -> "INT32 (INT(16))";
            case Type.Simple.NUMERIC -> "STRING (digits of a decimal without precision)";
            case Type.Simple.INTERVAL -> "STRING (ISO-8601 duration)";
            case Type.Simple.JSON -> "JSON";
            case Type.Simple.DATE -> "DATE";
            case Type.Simple.UUID -> "FIXED(16) (UUID)";
            case Type.Simple.BINARY -> "BINARY";
            case Type.Text text -> "STRING";
            case Type.Decimal decimal ->
                physicalName(decimal) + " (DECIMAL(" + decimal.precision() + "," + decimal.scale() + "))";
            case Type.Time(int digits) -> "TIME(" + unitName(digits) + ")";
            case Type.Timestamp(int digits) -> "TIMESTAMP(" + unitName(digits) + ", isAdjustedToUTC=false)";
            case Type.TimestampTz(int digits) -> "TIMESTAMP(" + unitName(digits) + ", isAdjustedToUTC=true)";
            case Type.ListOf list -> "LIST<" + describeForPlans(list.element()) + ">";
            case Type.MapOf map -> "MAP<" + describeForPlans(map.key()) + ", " + describeForPlans(map.value()) + ">";
            case Type.Struct struct -> "STRUCT";
            default -> of(type).name();
        };
    }

    /** What a file can't keep of a type, for plans. */
    static String lossOf(Type type) {
        return switch (type) {
            case Type.Simple.NUMERIC, Type.Simple.INTERVAL -> "other readers see text";
            case Type.Timestamp(int digits) when digits > MAX_MICRO_DIGITS -> NANOSECONDS;
            case Type.TimestampTz(int digits) when digits > MAX_MICRO_DIGITS -> NANOSECONDS;
            default -> "";
        };
    }

    /**
     * The type that a reader sees who only knows the file's own schema: without lengths and second digits, an unbounded
     * decimal or an interval as text.
     */
    static Type withoutHints(Type type) {
        return switch (type) {
            case Type.Simple.NUMERIC, Type.Simple.INTERVAL -> Type.STRING;
            case Type.Text text -> Type.STRING;
            case Type.Time(int digits) -> new Type.Time(storedDigits(digits));
            case Type.Timestamp(int digits) -> new Type.Timestamp(storedDigits(digits));
            case Type.TimestampTz(int digits) -> new Type.TimestampTz(storedDigits(digits));
            case Type.ListOf(Type element) -> new Type.ListOf(withoutHints(element));
            case Type.MapOf(Type key, Type value) -> new Type.MapOf(withoutHints(key), withoutHints(value));
            case Type.Struct(List<Field> fields) ->
                new Type.Struct(fields.stream()
                        .map(field -> Field.of(field.name(), withoutHints(field.type())))
                        .toList());
            default -> type;
        };
    }

    private static int storedDigits(int digits) {
        return digits <= MAX_MICRO_DIGITS ? MAX_MICRO_DIGITS : 9;
    }

    private static String physicalName(Type type) {
        return of(type) == FIXED_LEN_BYTE_ARRAY ? "FIXED(" + fixedLength(type) + ")" : of(type).name();
    }

    private static String unitName(int digits) {
        return digits <= MAX_MICRO_DIGITS ? "MICROS" : "NANOS";
    }

    private static TimeUnit unit(int digits) {
        return digits <= MAX_MICRO_DIGITS ? TimeUnit.MICROS(new MicroSeconds()) : TimeUnit.NANOS(new NanoSeconds());
    }

    private static LogicalType integer(int bits) {
        return LogicalType.INTEGER(new IntType((byte) bits, true));
    }

    private static void annotateText(SchemaElement element) {
        annotate(element, LogicalType.STRING(new StringType()), ConvertedType.UTF8);
    }

    private static void annotate(SchemaElement element, LogicalType logical, ConvertedType converted) {
        element.setLogicalType(logical);
        element.setConverted_type(converted);
    }
}
