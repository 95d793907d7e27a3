package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import dev.sluice.formats.avro.AvroSchema.RecordField;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Makes the {@link Decoder}s of schemas, as Avro's schema resolution has it: fields by name or alias, numbers widened,
 * defaults for fields that the writer didn't know.
 */
final class Decoders {
    private Decoders() {}

    /**
     * A decoder for values that were written with one schema.
     *
     * @param reader the schema that is asked for, from which aliases and defaults come; null where the writer's is
     * @param out the column's builder, which decoders of nested values stay bound to
     */
    static Decoder of(AvroSchema writer, AvroSchema reader, Type target, ColumnBuilder out) {
        return switch (writer) {
            case AvroSchema.Primitive(Kind kind, Annotation annotation) ->
                kind == Kind.NULL ? (in, column) -> column.appendNull() : ScalarDecoders.of(kind, annotation, target);
            case AvroSchema.Fixed fixed -> ScalarDecoders.ofFixed(fixed, target);
            case AvroSchema.Enumeration enumeration -> symbols(enumeration, target);
            case AvroSchema.ArrayOf array -> items(array, reader, target, out);
            case AvroSchema.MapOf map -> map(map, reader, target, out);
            case AvroSchema.RecordOf struct -> struct(struct, reader, target, out);
            case AvroSchema.Union union -> union(union, reader, target, out);
        };
    }

    private static AvroProblem mismatch(AvroSchema writer, Type target) {
        return AvroProblem.refused("the file has " + ColumnTypes.name(writer) + ", which is no " + target);
    }

    /** The branch of a reader's union, or the schema itself, that goes with a writer's schema; null where there is none. */
    private static <T extends AvroSchema> T branch(AvroSchema reader, Class<T> wanted) {
        List<AvroSchema> candidates =
                reader instanceof AvroSchema.Union union ? union.branches() : nullableList(reader);
        return candidates.stream()
                .filter(wanted::isInstance)
                .map(wanted::cast)
                .findFirst()
                .orElse(null);
    }

    private static List<AvroSchema> nullableList(AvroSchema schema) {
        return schema == null ? List.of() : List.of(schema);
    }

    private static Decoder symbols(AvroSchema.Enumeration enumeration, Type target) {
        if (!(target instanceof Type.Text)) {
            throw mismatch(enumeration, target);
        }
        byte[][] symbols = enumeration.symbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return (in, out) -> ((BytesColumn.Builder) out).append(symbols[in.readIndex(symbols.length)]);
    }

    private static Decoder items(AvroSchema.ArrayOf array, AvroSchema reader, Type target, ColumnBuilder out) {
        if (!(out instanceof ListColumn.Builder lists)) {
            throw mismatch(array, target);
        }
        Type element = target instanceof Type.MapOf map ? map.entry() : ((Type.ListOf) target).element();
        AvroSchema.ArrayOf wanted = branch(reader, AvroSchema.ArrayOf.class);
        Decoder item = of(array.items(), wanted == null ? null : wanted.items(), element, lists.elements());
        long least = array.items().leastBytes();
        return (in, column) -> {
            ItemBlocks.read(in, least, () -> item.read(in, lists.elements()));
            lists.endList();
        };
    }

    private static Decoder map(AvroSchema.MapOf map, AvroSchema reader, Type target, ColumnBuilder out) {
        if (!(out instanceof ListColumn.Builder maps) || !(target instanceof Type.MapOf(Type key, Type value))) {
            throw mismatch(map, target);
        }
        StructColumn.Builder entries = (StructColumn.Builder) maps.elements();
        AvroSchema.MapOf wanted = branch(reader, AvroSchema.MapOf.class);
        Decoder keys = ScalarDecoders.of(Kind.STRING, Annotation.NONE, key);
        Decoder values = of(map.values(), wanted == null ? null : wanted.values(), value, entries.child(1));
        long least = 1 + map.values().leastBytes();
        return (in, column) -> {
            ItemBlocks.read(in, least, () -> {
                keys.read(in, entries.child(0));
                values.read(in, entries.child(1));
                entries.endStruct();
            });
            maps.endList();
        };
    }

    private static Decoder struct(AvroSchema.RecordOf struct, AvroSchema reader, Type target, ColumnBuilder out) {
        if (!(out instanceof StructColumn.Builder structs) || !(target instanceof Type.Struct(var members))) {
            throw mismatch(struct, target);
        }
        List<String> written = struct.fields().stream().map(RecordField::name).toList();
        List<String> asked = members.stream().map(Field::name).toList();
        // members whose names Avro doesn't allow are in the order in which they were written
        boolean renamed = reader == null && asked.size() == written.size() && !written.containsAll(asked);
        List<String> names = renamed ? written : asked;
        Fields fields = fields(
                struct,
                branch(reader, AvroSchema.RecordOf.class),
                names,
                (member, schemas) -> of(
                        schemas.writer(), schemas.reader(), members.get(member).type(), structs.child(member)));
        return (in, column) -> {
            fields.read(in, structs::child);
            structs.endStruct();
        };
    }

    /** The schemas of one field on both sides; the reader's is null where the writer's is asked for. */
    record Schemas(AvroSchema writer, AvroSchema reader) {}

    /** Decoders for a record's fields in their order, and then for those that it lacks. */
    record Fields(Decoder[] decoders, int[] members) {
        static final int SKIPPED = -1;

        void read(AvroInput in, java.util.function.IntFunction<ColumnBuilder> builders) {
            for (int i = 0; i < decoders.length; i++) {
                decoders[i].read(in, members[i] == SKIPPED ? null : builders.apply(members[i]));
            }
        }
    }

    /**
     * Puts a record's fields and the members wanted together.
     *
     * @param names of the members, which are the reader's fields where there is a reader, and else among the writer's
     * @param decoder makes the decoder of a member
     */
    static Fields fields(
            AvroSchema.RecordOf struct,
            AvroSchema.RecordOf reader,
            List<String> names,
            BiFunction<Integer, Schemas, Decoder> decoder) {
        List<Decoder> decoders = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < struct.fields().size(); i++) {
            RecordField field = struct.fields().get(i);
            RecordField wanted = reader == null ? null : readerField(reader, field.name());
            int member =
                    reader == null ? names.indexOf(field.name()) : wanted == null ? -1 : names.indexOf(wanted.name());
            decoders.add(
                    member < 0
                            ? Skips.of(field.schema())
                            : decoder.apply(
                                    member, new Schemas(field.schema(), wanted == null ? null : wanted.schema())));
            members.add(member);
        }
        for (int i = 0; i < names.size(); i++) {
            if (!members.contains(i)) {
                String name = names.get(i);
                RecordField missing = reader == null
                        ? null
                        : reader.fields().stream()
                                .filter(field -> field.name().equals(name))
                                .findFirst()
                                .orElse(null);
                decoders.add(missing(missing, i, decoder));
                members.add(i);
            }
        }
        return new Fields(
                decoders.toArray(new Decoder[0]),
                members.stream().mapToInt(Integer::intValue).toArray());
    }

    private static RecordField readerField(AvroSchema.RecordOf reader, String written) {
        return reader.fields().stream()
                .filter(field -> field.name().equals(written))
                .findFirst()
                .or(() -> reader.fields().stream()
                        .filter(field -> field.aliases().contains(written))
                        .findFirst())
                .orElse(null);
    }

    /** The default, as though it had been written; null where no schema asks for the field. */
    private static Decoder missing(RecordField field, int member, BiFunction<Integer, Schemas, Decoder> decoder) {
        if (field == null) {
            return (in, out) -> out.appendNull();
        }
        if (!field.hasDefault()) {
            throw AvroProblem.refused("the file has no field '" + field.name() + "', and the schema no default for it");
        }
        AvroSchema schema = field.schema() instanceof AvroSchema.Union union
                ? Defaults.branch(union, field.defaultValue())
                : field.schema();
        byte[] encoded = Defaults.encode(schema, field.defaultValue());
        Decoder value = decoder.apply(member, new Schemas(schema, field.schema()));
        AvroInput input = new AvroInput();
        return (in, out) -> {
            input.reset(encoded, 0, encoded.length);
            value.read(input, out);
        };
    }

    private static Decoder union(AvroSchema.Union union, AvroSchema reader, Type target, ColumnBuilder out) {
        boolean asJson = target == Type.JSON && ColumnTypes.of(union) == Type.JSON;
        Decoder[] branches = union.branches().stream()
                .map(branch ->
                        asJson && branch != AvroSchema.Primitive.NULL ? json(branch) : of(branch, reader, target, out))
                .toArray(Decoder[]::new);
        return (in, column) -> branches[in.readIndex(branches.length)].read(in, column);
    }

    /** Values of a union of different types as JSON. */
    private static Decoder json(AvroSchema schema) {
        Type type = ColumnTypes.of(schema);
        ColumnBuilder scratch = ColumnBuilder.of(type, 1);
        Decoder decoder = of(schema, null, type, scratch);
        JsonWriter writer = JsonWriter.of(type);
        ByteSink text = new ByteSink(64);
        return (in, out) -> {
            decoder.read(in, scratch);
            Column column = scratch.build();
            text.clear();
            writer.write(column, 0, text);
            ((BytesColumn.Builder) out).append(text.array(), 0, text.length());
        };
    }
}
