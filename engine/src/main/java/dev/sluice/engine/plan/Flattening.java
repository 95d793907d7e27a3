package dev.sluice.engine.plan;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream's columns with the members of structs as columns of their own, named {@code struct_member}. Lists and maps stay
 * as they are, and so do structs without members.
 *
 * @param schema the columns, flattened
 * @param paths where each is found in the columns that are read
 */
record Flattening(Schema schema, List<ColumnPath> paths) {
    private static final String SEPARATOR = "_";

    /**
     * Flattens a stream.
     *
     * @param depth how many structs that lie in each other are taken apart; 0 for none
     * @throws ConnectorException INVALID_CONFIGURATION where two columns would have the same name
     */
    static Flattening of(CatalogStream stream, int depth) {
        List<Field> fields = new ArrayList<>();
        List<ColumnPath> paths = new ArrayList<>();
        Schema schema = stream.schema();
        for (int i = 0; i < schema.size(); i++) {
            add(schema.field(i), ColumnPath.of(i), depth, fields, paths);
        }
        requireDistinct(stream, fields, paths);
        return new Flattening(new Schema(fields, schema.primaryKey()), paths);
    }

    private static void add(Field field, ColumnPath path, int depth, List<Field> fields, List<ColumnPath> paths) {
        if (depth == 0 || !(field.type() instanceof Type.Struct(List<Field> members)) || members.isEmpty()) {
            fields.add(field);
            paths.add(path);
            return;
        }
        for (int i = 0; i < members.size(); i++) {
            Field member = members.get(i);
            Field column = new Field(
                    field.name() + SEPARATOR + member.name(),
                    member.type(),
                    field.nullable() || member.nullable(),
                    member.nativeType(),
                    member.comment());
            add(column, path.member(i), depth - 1, fields, paths);
        }
    }

    /** Where the column of a name is found, which must be there. */
    ColumnPath path(String column) {
        return paths.get(schema.indexOf(column).orElseThrow());
    }

    private static void requireDistinct(CatalogStream stream, List<Field> fields, List<ColumnPath> paths) {
        Map<String, ColumnPath> byName = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            ColumnPath other = byName.put(fields.get(i).name(), paths.get(i));
            if (other != null) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        stream.name() + ": flatten makes two columns '"
                                + fields.get(i).name() + "', of '"
                                + other.in(stream.schema()).name() + "' and of '"
                                + paths.get(i).in(stream.schema()).name()
                                + "'; choose a smaller depth, or rename one of them at the source");
            }
        }
    }
}
