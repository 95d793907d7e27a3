package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of each file of a stream, and of all together. */
record FileSchemas(Schema merged, List<Schema> each) {
    /**
     * Reads the schemas of all files.
     *
     * @throws ConnectorException INCOMPATIBLE_SCHEMA, naming both files, where columns don't go together
     */
    static FileSchemas read(Storage storage, FileGroup group, Options options) throws IOException {
        List<Schema> each = new ArrayList<>();
        for (StoredFile stored : group.files()) {
            try (InputFile file = StorageSource.open(storage, stored, group.format(), options)) {
                each.add(group.format().readSchema(file, options));
            }
        }
        return new FileSchemas(merge(group, each), List.copyOf(each));
    }

    private static Schema merge(FileGroup group, List<Schema> each) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<String, StoredFile> origin = new LinkedHashMap<>();
        StoredFile first = null;
        for (int i = 0; i < each.size(); i++) {
            StoredFile file = group.files().get(i);
            Schema schema = each.get(i);
            if (schema.size() == 0) {
                continue; // a file without records says nothing of its columns
            }
            if (first == null) {
                first = file;
            } else if (group.format().hasFixedColumns()) {
                requireSameNames(first, fields, file, schema);
            }
            for (Field field : schema.fields()) {
                Field before = fields.get(field.name());
                fields.put(field.name(), before == null ? field : widen(before, origin.get(field.name()), field, file));
                origin.putIfAbsent(field.name(), file);
            }
        }
        return Schema.of(List.copyOf(fields.values()));
    }

    private static void requireSameNames(StoredFile first, Map<String, Field> fields, StoredFile file, Schema schema) {
        for (String name : fields.keySet()) {
            if (schema.indexOf(name).isEmpty()) {
                throw differing(name, first, file);
            }
        }
        for (String name : schema.names()) {
            if (!fields.containsKey(name)) {
                throw differing(name, file, first);
            }
        }
    }

    private static ConnectorException differing(String column, StoredFile with, StoredFile without) {
        return new ConnectorException(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                with.path() + " has a column '" + column + "' and " + without.path()
                        + " has none; read them as streams of their own with 'stream_per: file'");
    }

    private static Field widen(Field before, StoredFile first, Field field, StoredFile file) {
        Type type = WiderType.of(before.type(), field.type())
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        "column '" + field.name() + "' is " + before.type() + " in " + first.path() + " and "
                                + field.type() + " in " + file.path()
                                + "; declare its type in column_types, or use 'stream_per: file'"));
        return new Field(
                field.name(),
                type,
                before.nullable() || field.nullable(),
                type.equals(before.type()) ? before.nativeType() : "",
                before.comment());
    }

    /** A schema's names and types as a text for a split's properties. */
    static String toText(Schema schema) {
        return new Type.Struct(schema.fields()).toString();
    }

    static Schema ofText(String text) {
        return Schema.of(((Type.Struct) Type.parse(text)).fields());
    }
}
