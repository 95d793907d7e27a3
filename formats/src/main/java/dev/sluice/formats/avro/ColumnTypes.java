package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.List;

/** The logical types of Avro's. */
final class ColumnTypes {
    private ColumnTypes() {}

    /** The columns of a file's records. */
    static List<Field> fields(AvroSchema.RecordOf struct) {
        return struct.fields().stream()
                .map(field -> new Field(
                        field.name(), of(field.schema()), field.schema().isNullable(), name(field.schema()), ""))
                .toList();
    }

    static Type of(AvroSchema schema) {
        return switch (schema) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) -> primitive(kind, annotation);
            case AvroSchema.Fixed fixed ->
                switch (fixed.annotation().logical()) {
                    case DECIMAL -> decimal(fixed.annotation());
                    case UUID -> Type.UUID;
                    case DURATION -> Type.INTERVAL;
                    default -> Type.BINARY;
                };
            case AvroSchema.Enumeration enumeration -> Type.STRING;
            case AvroSchema.ArrayOf(AvroSchema items, boolean isMap) ->
                isMap && items instanceof AvroSchema.RecordOf entry
                        ? new Type.MapOf(
                                of(entry.fields().getFirst().schema()),
                                of(entry.fields().getLast().schema()))
                        : new Type.ListOf(of(items));
            case AvroSchema.MapOf(AvroSchema values) -> new Type.MapOf(Type.STRING, of(values));
            case AvroSchema.RecordOf struct ->
                new Type.Struct(fields(struct).stream()
                        .map(field -> Field.of(field.name(), field.type()))
                        .toList());
            case AvroSchema.Union union -> union(union);
        };
    }

    /** Whole numbers of two sizes are the larger; values of other different types are kept as JSON. */
    private static Type union(AvroSchema.Union union) {
        List<Type> types =
                branches(union).stream().map(ColumnTypes::of).distinct().toList();
        if (types.isEmpty()) {
            return Type.STRING;
        }
        if (types.size() == 1) {
            return types.getFirst();
        }
        if (types.stream().allMatch(type -> type == Type.INT32 || type == Type.INT64)) {
            return Type.INT64;
        }
        return types.stream().allMatch(type -> type == Type.FLOAT32 || type == Type.FLOAT64) ? Type.FLOAT64 : Type.JSON;
    }

    static List<AvroSchema> branches(AvroSchema.Union union) {
        return union.branches().stream()
                .filter(branch -> branch != AvroSchema.Primitive.NULL)
                .toList();
    }

    private static Type primitive(Kind kind, Annotation annotation) {
        return switch (annotation.logical()) {
            case DECIMAL -> decimal(annotation);
            case BIG_DECIMAL -> Type.NUMERIC;
            case UUID -> Type.UUID;
            case DATE -> Type.DATE;
            case TIME_MILLIS -> new Type.Time(3);
            case TIME_MICROS -> new Type.Time(6);
            case TIMESTAMP_MILLIS -> new Type.TimestampTz(3);
            case TIMESTAMP_MICROS -> new Type.TimestampTz(6);
            case TIMESTAMP_NANOS -> new Type.TimestampTz(9);
            case LOCAL_TIMESTAMP_MILLIS -> new Type.Timestamp(3);
            case LOCAL_TIMESTAMP_MICROS -> new Type.Timestamp(6);
            case LOCAL_TIMESTAMP_NANOS -> new Type.Timestamp(9);
            case DURATION -> Type.INTERVAL;
            case NONE ->
                switch (kind) {
                    case NULL, STRING -> Type.STRING;
                    case BOOLEAN -> Type.BOOLEAN;
                    case INT -> Type.INT32;
                    case LONG -> Type.INT64;
                    case FLOAT -> Type.FLOAT32;
                    case DOUBLE -> Type.FLOAT64;
                    case BYTES -> Type.BINARY;
                };
        };
    }

    private static Type decimal(Annotation annotation) {
        return annotation.precision() <= Type.Decimal.MAX_PRECISION
                ? new Type.Decimal(annotation.precision(), annotation.scale())
                : Type.NUMERIC;
    }

    /** Avro's own name for a type, for catalogs. */
    static String name(AvroSchema schema) {
        return switch (schema) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) ->
                annotation.logical() == AvroSchema.Logical.NONE ? lower(kind) : lower(annotation.logical());
            case AvroSchema.Fixed fixed -> "fixed(" + fixed.size() + ")";
            case AvroSchema.Enumeration enumeration -> "enum";
            case AvroSchema.ArrayOf array -> "array";
            case AvroSchema.MapOf map -> "map";
            case AvroSchema.RecordOf struct -> "record";
            case AvroSchema.Union union ->
                String.join("|", branches(union).stream().map(ColumnTypes::name).toList());
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
