package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the columns of a stream's files together, by name, file after file; keeps no file's own columns. Not thread-safe.
 *
 * <p>A column of two types gets the type that holds the values of both exactly. Where types come from the values and there
 * is none, it is what one file with all those values would have: text, or JSON where one is nested. A column that a file
 * lacks is nullable.
 */
final class SchemaMerge {
    /** What is known of a column. */
    private static final class Column {
        private final StoredFile first;
        private Field field;
        private int files = 1;

        Column(StoredFile first, Field field) {
            this.first = first;
            this.field = field;
        }
    }

    private final FileFormat format;
    private final boolean mustBeSame;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private StoredFile first;
    private int files;

    /**
     * @param mustBeSame whether files with other columns are refused rather than merged
     */
    SchemaMerge(FileFormat format, boolean mustBeSame) {
        this.format = format;
        this.mustBeSame = mustBeSame;
    }

    /**
     * Takes in a file's columns; a file without any says nothing of them.
     *
     * @throws ConnectorException INCOMPATIBLE_SCHEMA, naming both files, where columns don't go together
     */
    void add(StoredFile file, Schema schema) {
        if (schema.size() == 0) {
            return;
        }
        if (first == null) {
            first = file;
        } else if (mustBeSame) {
            requireSameNames(file, schema);
        }
        files++;
        for (Field field : schema.fields()) {
            Column before = columns.get(field.name());
            if (before == null) {
                columns.put(field.name(), new Column(file, field));
            } else {
                before.field = merge(before, file, field);
                before.files++;
            }
        }
    }

    /** The columns of all files, in the order in which they came. */
    Schema schema() {
        List<Field> fields = new ArrayList<>(columns.size());
        for (Column column : columns.values()) {
            Field field = column.field;
            boolean nullable = field.nullable() || column.files < files;
            fields.add(new Field(field.name(), field.type(), nullable, field.nativeType(), field.comment()));
        }
        return Schema.of(fields);
    }

    /** How many of the files have a column. */
    boolean isInAllFiles(String column) {
        return columns.get(column).files == files;
    }

    private void requireSameNames(StoredFile file, Schema schema) {
        for (Field field : schema.fields()) {
            if (!columns.containsKey(field.name())) {
                throw differing(field.name(), file, first);
            }
        }
        if (schema.size() < columns.size()) {
            List<String> names = schema.names();
            columns.keySet().stream()
                    .filter(name -> !names.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw differing(name, first, file);
                    });
        }
    }

    private static ConnectorException differing(String column, StoredFile with, StoredFile without) {
        return new ConnectorException(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                with.path() + " has a column '" + column + "' and " + without.path()
                        + " has none; set 'file_schemas: merge' to read nulls for it, or read them as streams of their"
                        + " own with 'stream_per: file'");
    }

    private Field merge(Column column, StoredFile file, Field field) {
        Field before = column.field;
        boolean nullable = before.nullable() || field.nullable();
        if (isUnknown(field) || isUnknown(before)) {
            Field known = isUnknown(before) ? field : before;
            return new Field(known.name(), known.type(), nullable, known.nativeType(), known.comment());
        }
        if (before.type().equals(field.type())) {
            return nullable == before.nullable()
                    ? before
                    : new Field(before.name(), before.type(), nullable, before.nativeType(), before.comment());
        }
        Type type = (mustBeSame ? Optional.<Type>empty() : joined(format, before.type(), field.type()))
                .orElseThrow(() -> contradiction(column, file, field));
        String nativeType = type.equals(before.type()) ? before.nativeType() : "";
        return new Field(field.name(), type, nullable, nativeType, before.comment());
    }

    /** A column of nulls alone: its type is a guess that any other may replace. */
    private static boolean isUnknown(Field field) {
        return field.nativeType().equals(InferenceOptions.NO_VALUES);
    }

    /** The type of a column that has two of them in files of a format; empty where there is none. */
    static Optional<Type> joined(FileFormat format, Type a, Type b) {
        Optional<Type> wider = WiderType.of(a, b);
        if (wider.isPresent() || !format.infersTypes()) {
            return wider;
        }
        return Optional.of(isText(a) && isText(b) ? Type.STRING : Type.JSON);
    }

    private static boolean isText(Type type) {
        return !Type.isNested(type) && type != Type.JSON;
    }

    private static ConnectorException contradiction(Column column, StoredFile file, Field field) {
        return new ConnectorException(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                "column '" + field.name() + "' is " + column.field.type() + " in " + column.first.path() + " and "
                        + field.type() + " in " + file.path()
                        + "; leave one of them out, or read them as streams of their own with 'stream_per: file'");
    }
}
