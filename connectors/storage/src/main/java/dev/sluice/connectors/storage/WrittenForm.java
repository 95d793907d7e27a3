package dev.sluice.connectors.storage;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The form in which a request's rows are written, as their readers see it. Options of reading and of writing may have one name
 * and mean different things, so that none is passed on as it is.
 *
 * @param schema all columns that are written
 * @param partitionBy those that folders are made of
 */
record WrittenForm(FileTarget target, Schema schema, List<String> partitionBy, Options options) {
    static WrittenForm of(FileTarget target, WriteRequest request) {
        List<String> partitionBy = OutputLayout.of(request.options()).partitionBy();
        return new WrittenForm(target, request.schema(), partitionBy, request.options());
    }

    /**
     * @param place the options by which the source finds the files
     * @param folder the columns of all files together, as a manifest has them; empty where that isn't known
     */
    ReadBack readBack(Options place, Map<String, Object> folder) {
        FileFormat format = target.format();
        Map<String, String> names = namesRead();
        Options read = place.with(FormatOptions.FORMAT, format.name());
        for (Map.Entry<Option<?>, Object> option : format.readBack(options).entrySet()) {
            read = read.with(option.getKey(), option.getValue());
        }
        // the names of parts tell their compression, which may be another in each; that of one file needn't
        if (target.isFile() && !format.compressesItself()) {
            read = read.with(
                    CompressionOptions.READ,
                    CompressionOptions.Reading.valueOf(target.compression().name()));
        }
        if (format.infersTypes()) {
            read = read.with(InferenceOptions.COLUMN_TYPES, types(inFiles(), folder, names::get));
        }
        if (partitionBy.isEmpty()) {
            // the folder may itself be in one that is named like a partition
            return new ReadBack(
                    read.with(AddedColumns.HIVE_PARTITIONING, AddedColumns.HivePartitioning.FALSE), null, names);
        }
        List<Field> folders = schema.fields().stream()
                .filter(field -> partitionBy.contains(field.name()))
                .toList();
        return new ReadBack(read.with(AddedColumns.PARTITION_TYPES, types(folders, folder, names::get)), null, names);
    }

    /** The format's options of reading as a manifest keeps them. */
    Map<String, Object> reading() {
        Map<String, Object> kept = new TreeMap<>();
        target.format()
                .readBack(options)
                .forEach((option, value) ->
                        kept.put(option.key(), value instanceof Enum<?> ? Option.spelling(value) : value));
        return kept;
    }

    private List<Field> inFiles() {
        return schema.fields().stream()
                .filter(field -> !partitionBy.contains(field.name()))
                .toList();
    }

    /** What readers call each column: names that differ in their case alone are those of two columns. */
    private Map<String, String> namesRead() {
        Map<String, String> names = new HashMap<>();
        schema.names().forEach(name -> names.put(name, name));
        if (!target.format().namesColumns(options)) {
            int position = 0;
            for (Field field : inFiles()) {
                names.put(field.name(), target.format().nameByPosition(position++));
            }
        }
        return names;
    }

    /** Where files and folders don't tell the types of their columns, they are to be read as they were written. */
    private Map<String, String> types(
            List<Field> fields, Map<String, Object> folder, Function<String, String> nameRead) {
        Map<String, String> types = new HashMap<>();
        for (Field field : fields) {
            if (folder.isEmpty()) {
                types.put(nameRead.apply(field.name()), field.type().toString());
            } else if (folder.containsKey(field.name())) {
                Type known = Type.parse(folder.get(field.name()).toString());
                types.put(
                        nameRead.apply(field.name()),
                        together(known, field.type()).toString());
            }
        }
        return types;
    }

    /** The type that a column of a folder is read with: what is there already may be of another than what was written. */
    private Type together(Type known, Type written) {
        // any value has a text, and reading others first would spell them anew
        return written instanceof Type.Text
                ? Type.STRING
                : SchemaMerge.joined(target.format(), known, written).orElse(written);
    }
}
