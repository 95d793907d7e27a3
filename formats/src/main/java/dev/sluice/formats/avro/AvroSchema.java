package dev.sluice.formats.avro;

import java.util.List;

/** A schema as the Avro specification has it, with names resolved: never recursive. */
sealed interface AvroSchema {
    /** What the specification calls primitive types. */
    enum Kind {
        NULL,
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BYTES,
        STRING
    }

    /** What a logical type says beyond the type that it annotates; those that don't fit theirs are left out. */
    enum Logical {
        NONE,
        DECIMAL,
        BIG_DECIMAL,
        UUID,
        DATE,
        TIME_MILLIS,
        TIME_MICROS,
        TIMESTAMP_MILLIS,
        TIMESTAMP_MICROS,
        TIMESTAMP_NANOS,
        LOCAL_TIMESTAMP_MILLIS,
        LOCAL_TIMESTAMP_MICROS,
        LOCAL_TIMESTAMP_NANOS,
        DURATION
    }

    /**
     * A logical type with its parameters.
     *
     * @param precision of a decimal; 0 for others
     * @param scale of a decimal; 0 for others
     */
    record Annotation(Logical logical, int precision, int scale) {
        static final Annotation NONE = new Annotation(Logical.NONE, 0, 0);
    }

    record Primitive(Kind kind, Annotation annotation) implements AvroSchema {
        static final Primitive NULL = new Primitive(Kind.NULL, Annotation.NONE);
    }

    record Fixed(String name, int size, Annotation annotation) implements AvroSchema {}

    record Enumeration(String name, List<String> symbols, String defaultSymbol) implements AvroSchema {}

    /** An array; or a map with keys of any type, as an array of records of key and value with the logical type "map". */
    record ArrayOf(AvroSchema items, boolean isMap) implements AvroSchema {}

    record MapOf(AvroSchema values) implements AvroSchema {}

    record Union(List<AvroSchema> branches) implements AvroSchema {}

    record RecordOf(String name, List<RecordField> fields) implements AvroSchema {}

    /**
     * A field of a record.
     *
     * @param defaultValue as JSON; of no meaning where there is no default
     */
    record RecordField(String name, List<String> aliases, AvroSchema schema, boolean hasDefault, Object defaultValue) {}

    /** Whether a value of this schema can be null. */
    default boolean isNullable() {
        return this == Primitive.NULL
                || this instanceof Union union && union.branches().contains(Primitive.NULL);
    }

    /** How many bytes a value takes at least. */
    default long leastBytes() {
        return switch (this) {
            case Primitive(Kind kind, Annotation annotation) ->
                switch (kind) {
                    case NULL -> 0;
                    case FLOAT -> Float.BYTES;
                    case DOUBLE -> Double.BYTES;
                    case BOOLEAN, INT, LONG, BYTES, STRING -> 1;
                };
            case Fixed fixed -> fixed.size();
            case Enumeration enumeration -> 1;
            case ArrayOf array -> 1;
            case MapOf map -> 1;
            case Union union -> 1;
            case RecordOf struct ->
                struct.fields().stream()
                        .mapToLong(field -> field.schema().leastBytes())
                        .sum();
        };
    }
}
