package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How a stream's rows are laid out in files.
 *
 * @param partitionBy the columns that folders are made of
 * @param maxRows of a file
 * @param maxBytes of a file, about
 */
record OutputLayout(List<String> partitionBy, long maxRows, long maxBytes) {
    static final Option<List<String>> PARTITION_BY = Option.list(
            "partition_by",
            "Columns whose values make folders, such as year=2024/month=1, and are left out of the files");

    static final Option<Long> MAX_FILE_SIZE = Option.size(
                    "max_file_size", "A further file is begun where one has about this size")
            .between(1, Long.MAX_VALUE);

    static final Option<Integer> MAX_FILE_ROWS = Option.integer(
                    "max_file_rows", "A further file is begun where one has so many rows")
            .between(1, Integer.MAX_VALUE);

    static final List<Option<?>> OPTIONS = List.of(PARTITION_BY, MAX_FILE_SIZE, MAX_FILE_ROWS);

    static OutputLayout of(Options options) {
        return new OutputLayout(
                options.find(PARTITION_BY).orElse(List.of()),
                options.find(MAX_FILE_ROWS).map(Integer::longValue).orElse(Long.MAX_VALUE),
                options.find(MAX_FILE_SIZE).orElse(Long.MAX_VALUE));
    }

    /** Whether a task may have to write more than one file. */
    boolean hasSeveralFiles() {
        return isPartitioned() || maxRows < Long.MAX_VALUE || maxBytes < Long.MAX_VALUE;
    }

    boolean isPartitioned() {
        return !partitionBy.isEmpty();
    }

    /** Positions of the columns that folders are made of. */
    int[] partitionColumns(Schema schema) {
        return partitionBy.stream()
                .mapToInt(name -> schema.indexOf(name).orElseThrow())
                .toArray();
    }

    /** Positions of the columns that are written to files. */
    int[] fileColumns(Schema schema) {
        return IntStream.range(0, schema.size())
                .filter(i -> !partitionBy.contains(schema.field(i).name()))
                .toArray();
    }

    /**
     * Refuses what can't be.
     *
     * @throws ConnectorException INVALID_CONFIGURATION, COLUMN_NOT_FOUND or UNSUPPORTED
     */
    void check(FileTarget target, Schema schema) {
        if (target.isFile()) {
            requireOneFile(target.file());
        }
        checkColumns(schema);
    }

    /** Refuses what makes several files. */
    void requireOneFile(String name) {
        if (hasSeveralFiles()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    name
                            + ": is one file, and 'partition_by', 'max_file_size' and 'max_file_rows' make several;"
                            + " give a folder, and a format");
        }
    }

    private void checkColumns(Schema schema) {
        Set<String> names = new HashSet<>();
        for (String name : partitionBy) {
            Field field = schema.field(schema.indexOf(name)
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.COLUMN_NOT_FOUND,
                            "partition_by: there is no column '" + name + "'"
                                    + Suggestion.didYouMean(name, schema.names()))));
            if (!names.add(name)) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, "partition_by: column '" + name + "' is there twice");
            }
            if (!Partitions.canHold(field.type())) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        "partition_by: column '" + name + "' is " + field.type()
                                + ", which can't be a folder's name; partition by another column");
            }
        }
        if (names.size() == schema.size()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "partition_by: names all columns; leave one for the files");
        }
    }
}
