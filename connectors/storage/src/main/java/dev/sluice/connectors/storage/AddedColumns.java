package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Quoted;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Columns of a stream that are in none of its files: the values of partition folders, and on request each row's file, the
 * file's time and the row's number. Their native type says which they are.
 */
final class AddedColumns {
    /** Whether folders named {@code key=value} are columns. */
    enum HivePartitioning {
        /** Where all files are in such folders. */
        AUTO,
        /** Always; other files are refused. */
        TRUE,
        FALSE
    }

    static final Option<HivePartitioning> HIVE_PARTITIONING = Option.choice(
                    "hive_partitioning",
                    "Whether folders named key=value are read as columns; auto: where all files are in such folders",
                    HivePartitioning.class)
            .defaultValue(HivePartitioning.AUTO);

    static final Option<Map<String, String>> PARTITION_TYPES = Option.map(
            "partition_types",
            "Types of the columns that folders make, such as {month: int32}; the others are inferred");

    static final Option<String> FILE_NAME_COLUMN =
            Option.string("file_name_column", "Adds a column of this name with the path of each row's file");

    static final Option<String> FILE_TIME_COLUMN = Option.string(
            "file_time_column", "Adds a column of this name with the time when each row's file was written");

    static final Option<String> ROW_NUMBER_COLUMN =
            Option.string("row_number_column", "Adds a column of this name with each row's number in its file, from 1");

    static final List<Option<?>> OPTIONS =
            List.of(HIVE_PARTITIONING, PARTITION_TYPES, FILE_NAME_COLUMN, FILE_TIME_COLUMN, ROW_NUMBER_COLUMN);

    static final String PARTITION = "partition";
    static final String FILE_NAME = "file name";
    static final String FILE_TIME = "file time";
    static final String ROW_NUMBER = "row number";

    private AddedColumns() {}

    /**
     * The columns of a stream.
     *
     * @throws ConnectorException where folders disagree, or a column would be there twice
     */
    static Schema addTo(SchemaMerge files, FileGroup group, Options options) {
        Schema inFiles = files.schema();
        List<Field> fields = new ArrayList<>(inFiles.fields());
        for (Field partition : partitions(group, options)) {
            if (inFiles.indexOf(partition.name()).isEmpty()) {
                fields.add(partition);
            } else if (options.get(HIVE_PARTITIONING) == HivePartitioning.TRUE
                    || !files.isInAllFiles(partition.name())) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        group.files().getFirst().path() + ": the column '" + partition.name()
                                + "' is in files and in their folders' names; set 'hive_partitioning: false' to read it"
                                + " from the files");
            }
        }
        add(fields, options, FILE_NAME_COLUMN, Type.STRING, FILE_NAME);
        add(fields, options, FILE_TIME_COLUMN, new Type.TimestampTz(6), FILE_TIME);
        add(fields, options, ROW_NUMBER_COLUMN, Type.INT64, ROW_NUMBER);
        return Schema.of(fields);
    }

    private static void add(List<Field> fields, Options options, Option<String> option, Type type, String nativeType) {
        options.find(option).ifPresent(name -> {
            if (fields.stream().anyMatch(field -> field.name().equals(name))) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        option.key() + ": there is a column '" + name + "' already; choose another name");
            }
            fields.add(new Field(name, type, false, nativeType, ""));
        });
    }

    private static List<Field> partitions(FileGroup group, Options options) {
        HivePartitioning mode = options.get(HIVE_PARTITIONING);
        Map<String, String> declared = options.find(PARTITION_TYPES).orElse(Map.of());
        Map<String, PartitionType> types = mode == HivePartitioning.FALSE ? Map.of() : inferred(group);
        if (mode == HivePartitioning.TRUE && types.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    group.files().getFirst().path() + ": no folder on the way to it is named key=value, as"
                            + " 'hive_partitioning: true' has it");
        }
        for (String name : declared.keySet()) {
            if (!types.containsKey(name)) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "partition_types: no folder is named '" + name + "=…'"
                                + Suggestion.didYouMean(name, List.copyOf(types.keySet())));
            }
        }
        return types.entrySet().stream()
                .map(entry -> new Field(
                        entry.getKey(),
                        Optional.ofNullable(declared.get(entry.getKey()))
                                .map(type -> declaredType(entry.getKey(), type))
                                .orElseGet(() -> entry.getValue().type()),
                        true,
                        PARTITION,
                        ""))
                .toList();
    }

    private static Type declaredType(String column, String spelling) {
        try {
            Type type = Type.parse(spelling);
            if (Partitions.canHold(type)) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "partition_types." + column + ": " + e.getMessage(), e);
        }
        throw new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "partition_types." + column + ": a folder's name holds no " + spelling + "; use string");
    }

    private static Map<String, PartitionType> inferred(FileGroup group) {
        Map<String, PartitionType> types = new LinkedHashMap<>();
        StoredFile first = group.files().getFirst();
        Partitions.of(first.path()).keySet().forEach(key -> types.put(key, new PartitionType()));
        for (StoredFile file : group.files()) {
            Map<String, String> values = Partitions.of(file.path());
            if (!values.keySet().equals(types.keySet())) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        "the folders of " + first.path() + " make the columns " + Quoted.list(types.keySet())
                                + " and those of "
                                + file.path() + " make " + Quoted.list(values.keySet())
                                + "; leave one of them out, or set 'hive_partitioning: false'");
            }
            values.forEach((key, value) -> types.get(key).add(value));
        }
        return types;
    }
}
