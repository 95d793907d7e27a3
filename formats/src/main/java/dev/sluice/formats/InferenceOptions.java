package dev.sluice.formats;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options shared by formats that infer their columns' types from the data. */
public final class InferenceOptions {
    /** How much of a file is looked at. */
    public enum Extent {
        /** The beginning, the middle and the end. */
        SAMPLE,
        /** Every record. */
        ALL
    }

    public static final Option<Map<String, String>> COLUMN_TYPES = Option.map(
            "column_types", "Types of columns by name, such as {price: \"decimal(12,2)\"}; the others are inferred");

    public static final Option<Extent> INFER = Option.choice(
                    "infer", "How much of a file to look at to infer its columns", Extent.class)
            .defaultValue(Extent.SAMPLE);

    /** The native type of a column that has no value to tell its type from. */
    public static final String NO_VALUES = "no values";

    public static final Option<Boolean> SKIP_BAD_RECORDS = Option.bool(
                    "skip_bad_records",
                    "Whether columns are inferred although some records looked at can't be read; streams with another"
                            + " on_error than fail set it")
            .defaultValue(false);

    private InferenceOptions() {}

    /** The columns whose types are declared; all others are inferred. */
    public static Set<String> declaredColumns(Options options) {
        return options.find(COLUMN_TYPES).orElse(Map.of()).keySet();
    }

    /**
     * The declared types by column.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where one can't be read
     */
    public static Map<String, Type> columnTypes(Options options) {
        Map<String, Type> types = new LinkedHashMap<>();
        options.find(COLUMN_TYPES).orElse(Map.of()).forEach((column, type) -> {
            try {
                types.put(column, Type.parse(type));
            } catch (IllegalArgumentException e) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, "column_types, column '" + column + "': " + e.getMessage(), e);
            }
        });
        return types;
    }

    /**
     * Refuses a declared type of a column that isn't there.
     *
     * @param place the file or files that are read
     * @param columns those of all files together: one of them may lack a column
     * @throws ConnectorException COLUMN_NOT_FOUND
     */
    public static void requireKnown(String place, Options options, List<String> columns) {
        for (String name : options.find(COLUMN_TYPES).orElse(Map.of()).keySet()) {
            if (!columns.contains(name)) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        place + ": column_types names '" + name + "', which is no column of it"
                                + Suggestion.didYouMean(name, columns));
            }
        }
    }
}
