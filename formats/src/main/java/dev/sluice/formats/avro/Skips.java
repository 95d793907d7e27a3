package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import java.util.List;

/** Decoders that move over values and append nothing. */
final class Skips {
    private Skips() {}

    static Decoder of(AvroSchema schema) {
        return switch (schema) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) ->
                switch (kind) {
                    case NULL -> (in, out) -> {};
                    case BOOLEAN -> (in, out) -> in.take(1);
                    case INT, LONG -> (in, out) -> in.readLong();
                    case FLOAT -> (in, out) -> in.take(Float.BYTES);
                    case DOUBLE -> (in, out) -> in.take(Double.BYTES);
                    case BYTES, STRING -> (in, out) -> in.take(in.readLong());
                };
            case AvroSchema.Fixed fixed -> (in, out) -> in.take(fixed.size());
            case AvroSchema.Enumeration enumeration -> (in, out) -> in.readLong();
            case AvroSchema.ArrayOf array -> {
                Decoder item = of(array.items());
                long least = array.items().leastBytes();
                yield (in, out) -> ItemBlocks.read(in, least, () -> item.read(in, out));
            }
            case AvroSchema.MapOf map -> {
                Decoder value = of(map.values());
                long least = 1 + map.values().leastBytes();
                yield (in, out) -> ItemBlocks.read(in, least, () -> {
                    in.take(in.readLong());
                    value.read(in, out);
                });
            }
            case AvroSchema.Union union -> {
                List<Decoder> branches =
                        union.branches().stream().map(Skips::of).toList();
                yield (in, out) -> branches.get(in.readIndex(branches.size())).read(in, out);
            }
            case AvroSchema.RecordOf struct -> {
                List<Decoder> fields = struct.fields().stream()
                        .map(field -> of(field.schema()))
                        .toList();
                yield (in, out) -> fields.forEach(field -> field.read(in, out));
            }
        };
    }
}
