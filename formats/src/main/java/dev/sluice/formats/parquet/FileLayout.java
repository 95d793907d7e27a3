package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.SchemaElement;

/** A schema as a Parquet file lays it out: the elements of its footer in depth-first order, and its leaf columns. */
final class FileLayout {
    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    /** A column of the schema; what becomes a {@link ColumnNode} once there are chunk writers. */
    private interface Column {
        ColumnNode node(Function<Leaf, ChunkWriter> chunks);
    }

    /** Where in the tree an element is. */
    private record Place(List<String> path, int definition, int repetition) {
        Place into(String name, boolean optional) {
            return new Place(
                    Stream.concat(path.stream(), Stream.of(name)).toList(),
                    definition + (optional ? 1 : 0),
                    repetition);
        }

        Place repeated(String name) {
            Place place = into(name, true);
            return new Place(place.path, place.definition, repetition + 1);
        }

        String name() {
            return String.join(".", path);
        }
    }

    FileLayout(Schema schema) {
        elements.add(new SchemaElement("schema").setNum_children(schema.size()));
        for (Field field : schema.fields()) {
            columns.add(add(field, new Place(List.of(), 0, 0)));
        }
    }

    List<SchemaElement> elements() {
        return elements;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** The columns of the schema over the writers of their leaves. */
    List<ColumnNode> nodes(Function<Leaf, ChunkWriter> chunks) {
        return columns.stream().map(column -> column.node(chunks)).toList();
    }

    private Column add(Field field, Place parent) {
        boolean optional = field.nullable();
        Place place = parent.into(field.name(), optional);
        return switch (field.type()) {
            case Type.Struct(List<Field> fields) -> {
                elements.add(group(field.name(), optional, fields.size()));
                List<Column> children =
                        fields.stream().map(child -> add(child, place)).toList();
                yield chunks -> new ColumnNode.Group(
                        place.name(),
                        optional,
                        children.stream().map(child -> child.node(chunks)).toList());
            }
            case Type.ListOf(Type element) -> {
                elements.add(group(field.name(), optional, 1)
                        .setLogicalType(LogicalType.LIST(new ListType()))
                        .setConverted_type(ConvertedType.LIST));
                elements.add(repeatedGroup("list", 1));
                Place inside = place.repeated("list");
                Column child = add(Field.of("element", element), inside);
                yield chunks ->
                        new ColumnNode.Repeated(place.name(), optional, inside.repetition(), child.node(chunks));
            }
            case Type.MapOf map -> {
                elements.add(group(field.name(), optional, 1)
                        .setLogicalType(LogicalType.MAP(new MapType()))
                        .setConverted_type(ConvertedType.MAP));
                elements.add(repeatedGroup("key_value", 2));
                Place inside = place.repeated("key_value");
                List<Column> children = map.entry().fields().stream()
                        .map(child -> add(child, inside))
                        .toList();
                yield chunks -> new ColumnNode.Repeated(
                        place.name(),
                        optional,
                        inside.repetition(),
                        new ColumnNode.Group(
                                inside.name(),
                                false,
                                children.stream()
                                        .map(child -> child.node(chunks))
                                        .toList()));
            }
            default -> {
                Leaf leaf = new Leaf(place.path(), field.type(), place.definition(), place.repetition());
                leaves.add(leaf);
                elements.add(PhysicalTypes.describe(field.type())
                        .setName(field.name())
                        .setRepetition_type(optional ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED));
                yield chunks -> new ColumnNode.Values(place.name(), optional, chunks.apply(leaf));
            }
        };
    }

    private static SchemaElement group(String name, boolean optional, int children) {
        return new SchemaElement(name)
                .setNum_children(children)
                .setRepetition_type(optional ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
    }

    private static SchemaElement repeatedGroup(String name, int children) {
        return new SchemaElement(name).setNum_children(children).setRepetition_type(FieldRepetitionType.REPEATED);
    }
}
