package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import dev.sluice.spi.text.ByteSink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Encodes the defaults of a schema's fields, which are JSON, as though they had been written. */
final class Defaults {
    private Defaults() {}

    static byte[] encode(AvroSchema schema, Object json) {
        ByteSink out = new ByteSink(32);
        encode(schema, json, out);
        return out.toByteArray();
    }

    /** The first branch of a union that a default fits. */
    static AvroSchema branch(AvroSchema.Union union, Object json) {
        return union.branches().stream()
                .filter(branch -> fits(branch, json))
                .findFirst()
                .orElseThrow(() -> unfit(union, json));
    }

    private static boolean fits(AvroSchema schema, Object json) {
        return switch (schema) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) ->
                switch (kind) {
                    case NULL -> json == null;
                    case BOOLEAN -> json instanceof Boolean;
                    case INT, LONG -> json instanceof Long;
                    case FLOAT, DOUBLE -> json instanceof Number;
                    case BYTES, STRING -> json instanceof String;
                };
            case AvroSchema.Fixed fixed -> json instanceof String;
            case AvroSchema.Enumeration enumeration -> json instanceof String;
            case AvroSchema.ArrayOf array -> json instanceof List;
            case AvroSchema.MapOf map -> json instanceof Map;
            case AvroSchema.RecordOf struct -> json instanceof Map;
            case AvroSchema.Union union -> union.branches().stream().anyMatch(branch -> fits(branch, json));
        };
    }

    private static AvroProblem unfit(AvroSchema schema, Object json) {
        return AvroProblem.malformed("the default " + json + " is no " + ColumnTypes.name(schema));
    }

    private static void encode(AvroSchema schema, Object json, ByteSink out) {
        if (!fits(schema, json)) {
            throw unfit(schema, json);
        }
        switch (schema) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) -> encode(kind, json, out);
            case AvroSchema.Fixed fixed -> {
                byte[] bytes = json.toString().getBytes(StandardCharsets.ISO_8859_1);
                if (bytes.length != fixed.size()) {
                    throw unfit(schema, json);
                }
                out.write(bytes);
            }
            case AvroSchema.Enumeration enumeration -> {
                int index = enumeration.symbols().indexOf(json.toString());
                if (index < 0) {
                    throw unfit(schema, json);
                }
                Varints.write(out, index);
            }
            case AvroSchema.ArrayOf array -> {
                List<?> items = (List<?>) json;
                if (!items.isEmpty()) {
                    Varints.write(out, items.size());
                    items.forEach(item -> encode(array.items(), item, out));
                }
                out.write(0);
            }
            case AvroSchema.MapOf map -> {
                Map<?, ?> entries = (Map<?, ?>) json;
                if (!entries.isEmpty()) {
                    Varints.write(out, entries.size());
                    entries.forEach((key, value) -> {
                        Varints.writeBytes(out, key.toString().getBytes(StandardCharsets.UTF_8));
                        encode(map.values(), value, out);
                    });
                }
                out.write(0);
            }
            case AvroSchema.RecordOf struct ->
                struct.fields().forEach(field -> encodeMember(field, (Map<?, ?>) json, out));
            case AvroSchema.Union union -> {
                AvroSchema branch = branch(union, json);
                Varints.write(out, union.branches().indexOf(branch));
                encode(branch, json, out);
            }
        }
    }

    private static void encodeMember(AvroSchema.RecordField field, Map<?, ?> json, ByteSink out) {
        if (!json.containsKey(field.name()) && !field.hasDefault()) {
            throw AvroProblem.malformed("a default lacks the field '" + field.name() + "'");
        }
        encode(field.schema(), json.containsKey(field.name()) ? json.get(field.name()) : field.defaultValue(), out);
    }

    private static void encode(Kind kind, Object json, ByteSink out) {
        switch (kind) {
            case NULL -> {
                // takes no bytes
            }
            case BOOLEAN -> out.write((Boolean) json ? 1 : 0);
            case INT, LONG -> Varints.write(out, (Long) json);
            case FLOAT -> Varints.writeFloat(out, number(json).floatValue());
            case DOUBLE -> Varints.writeDouble(out, number(json).doubleValue());
            case BYTES -> Varints.writeBytes(out, json.toString().getBytes(StandardCharsets.ISO_8859_1));
            case STRING -> Varints.writeBytes(out, json.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static BigDecimal number(Object json) {
        return new BigDecimal(json.toString());
    }
}
