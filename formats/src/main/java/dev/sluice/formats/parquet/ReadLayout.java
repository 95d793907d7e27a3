package dev.sluice.formats.parquet;

import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a file that is read: their types, and where in Parquet's levels their parts are. The types are those of
 * the file's own schema; where Sluice wrote the file, they are the declared ones.
 *
 * @param nodes one per column of the schema
 */
record ReadLayout(Schema schema, List<ReadNode> nodes) {
    static ReadLayout of(FileSchema file, FileMetaData meta) {
        List<Field> fields = new ArrayList<>();
        List<ReadNode> nodes = new ArrayList<>();
        for (SchemaNode child : file.getRootNode().children()) {
            Read read = column(file, child);
            fields.add(new Field(child.name(), read.type(), read.nullable(), "", ""));
            nodes.add(read.node());
        }
        return new ReadLayout(Schema.of(declared(fields, meta)), nodes);
    }

    /** The fields with the types that the writer declared, as far as they go with what the file holds. */
    private static List<Field> declared(List<Field> fields, FileMetaData meta) {
        String spelling = meta.keyValueMetadata().get(Footer.SCHEMA_KEY);
        if (spelling == null) {
            return fields;
        }
        List<Field> declared;
        try {
            declared = ((Type.Struct) Type.parse(spelling)).fields();
        } catch (IllegalArgumentException | ClassCastException e) {
            // metadata of a newer version, or not ours: the file's own schema is enough to read it
            return fields;
        }
        List<Field> result = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            boolean known = declared.size() == fields.size()
                    && declared.get(i).name().equals(field.name())
                    && PhysicalTypes.withoutHints(declared.get(i).type()).equals(plain(field.type()));
            result.add(known ? field.withType(declared.get(i).type()) : field);
        }
        return result;
    }

    /** The type with struct fields as the spelling has them, which says nothing of nulls. */
    private static Type plain(Type type) {
        return PhysicalTypes.withoutHints(type);
    }

    /** A part of the schema: its type, whether it can be null, and how it is read. */
    private record Read(Type type, boolean nullable, ReadNode node) {}

    private static Read column(FileSchema file, SchemaNode node) {
        if (node.repetitionType() != RepetitionType.REPEATED) {
            return value(file, node);
        }
        // a repeated field outside of a LIST group is a list that is never null
        Read element = value(file, node);
        return new Read(
                new Type.ListOf(element.type()),
                false,
                new ReadNode.Repeated(
                        node.maxDefinitionLevel() - 1,
                        false,
                        node.maxDefinitionLevel(),
                        node.maxRepetitionLevel(),
                        element.node()));
    }

    private static Read value(FileSchema file, SchemaNode node) {
        boolean nullable = node.repetitionType() == RepetitionType.OPTIONAL;
        return switch (node) {
            case SchemaNode.PrimitiveNode primitive -> {
                LeafDecoder decoder = LeafDecoder.of(file.getColumn(primitive.columnIndex()));
                yield new Read(decoder.type(), nullable, new ReadNode.Values(primitive.columnIndex(), decoder));
            }
            case SchemaNode.GroupNode group
            when group.isVariant() ->
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        "column '" + group.name() + "' is a VARIANT, which can't be read; leave it out of 'columns'");
            case SchemaNode.GroupNode group
            when group.isMap() && isEntry(onlyChild(group)) ->
                map(file, group, (SchemaNode.GroupNode) onlyChild(group), nullable);
            case SchemaNode.GroupNode group
            when (group.isList() || group.isMap())
                    && onlyChild(group) != null
                    && onlyChild(group).repetitionType() == RepetitionType.REPEATED ->
                list(file, group, onlyChild(group), nullable);
            case SchemaNode.GroupNode group -> struct(file, group, nullable);
        };
    }

    private static Read struct(FileSchema file, SchemaNode.GroupNode group, boolean nullable) {
        List<Field> fields = new ArrayList<>();
        List<ReadNode> children = new ArrayList<>();
        for (SchemaNode child : group.children()) {
            Read read = column(file, child);
            fields.add(new Field(child.name(), read.type(), read.nullable(), "", ""));
            children.add(read.node());
        }
        return new Read(
                new Type.Struct(fields), nullable, new ReadNode.Group(group.maxDefinitionLevel(), nullable, children));
    }

    private static Read list(FileSchema file, SchemaNode.GroupNode group, SchemaNode repeated, boolean nullable) {
        SchemaNode wrapped = wrappedElement(group, repeated);
        Read element = wrapped == null ? value(file, repeated) : column(file, wrapped);
        return new Read(
                new Type.ListOf(element.type()),
                nullable,
                new ReadNode.Repeated(
                        group.maxDefinitionLevel(),
                        nullable,
                        repeated.maxDefinitionLevel(),
                        repeated.maxRepetitionLevel(),
                        element.node()));
    }

    /** The element inside the repeated group; null where, as in old files, the repeated field is the element itself. */
    private static SchemaNode wrappedElement(SchemaNode.GroupNode list, SchemaNode repeated) {
        if (repeated instanceof SchemaNode.GroupNode group
                && group.children().size() == 1
                && group.children().getFirst().repetitionType() != RepetitionType.REPEATED
                && !group.name().equals("array")
                && !group.name().equals(list.name() + "_tuple")) {
            return group.children().getFirst();
        }
        return null;
    }

    private static Read map(FileSchema file, SchemaNode.GroupNode group, SchemaNode.GroupNode entry, boolean nullable) {
        Read key = column(file, entry.children().getFirst());
        Read value = column(file, entry.children().getLast());
        return new Read(
                new Type.MapOf(key.type(), value.type()),
                nullable,
                new ReadNode.Repeated(
                        group.maxDefinitionLevel(),
                        nullable,
                        entry.maxDefinitionLevel(),
                        entry.maxRepetitionLevel(),
                        new ReadNode.Group(entry.maxDefinitionLevel(), false, List.of(key.node(), value.node()))));
    }

    private static boolean isEntry(SchemaNode node) {
        return node instanceof SchemaNode.GroupNode group
                && group.repetitionType() == RepetitionType.REPEATED
                && group.children().size() == 2;
    }

    private static SchemaNode onlyChild(SchemaNode.GroupNode group) {
        return group.children().size() == 1 ? group.children().getFirst() : null;
    }
}
