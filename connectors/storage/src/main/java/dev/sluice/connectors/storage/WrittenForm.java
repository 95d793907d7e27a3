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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

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
     */
    ReadBack readBack(Options place) {
        FileFormat format = target.format();
        Map<String, String> names = namesByPosition();
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
            read = read.with(InferenceOptions.COLUMN_TYPES, types(inFiles(), name -> names.getOrDefault(name, name)));
        }
        if (partitionBy.isEmpty()) {
            // the folder may itself be in one that is named like a partition
            return new ReadBack(
                    read.with(AddedColumns.HIVE_PARTITIONING, AddedColumns.HivePartitioning.FALSE), null, names);
        }
        List<Field> folders = schema.fields().stream()
                .filter(field -> partitionBy.contains(field.name()))
                .toList();
        return new ReadBack(read.with(AddedColumns.PARTITION_TYPES, types(folders, name -> name)), null, names);
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

    private Map<String, String> namesByPosition() {
        Map<String, String> names = new HashMap<>();
        if (!target.format().namesColumns(options)) {
            for (Field field : inFiles()) {
                names.put(field.name(), target.format().nameByPosition(names.size()));
            }
        }
        return names;
    }

    /** Where files and folders don't tell the types of their columns, they are to be read as they were written. */
    private static Map<String, String> types(List<Field> fields, Function<String, String> nameRead) {
        return fields.stream()
                .collect(Collectors.toMap(
                        field -> nameRead.apply(field.name()),
                        field -> field.type().toString()));
    }
}
