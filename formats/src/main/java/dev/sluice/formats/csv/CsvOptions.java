package dev.sluice.formats.csv;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.spi.Option;
import java.util.List;

/** The options of CSV files. */
final class CsvOptions {
    static final Option<String> DELIMITER = Option.string(
            "delimiter",
            "What separates fields: one ASCII character, or 'tab'; found out among , ; tab | where left out, and a"
                    + " comma when writing");
    static final Option<String> QUOTE = Option.string("quote", "What encloses fields; empty where no field is quoted")
            .defaultValue("\"");
    static final Option<String> ESCAPE =
            Option.string("escape", "What stands before a quote inside a quoted field; left out, quotes are doubled");
    static final Option<Boolean> HEADER =
            Option.bool("header", "Whether the first record holds the columns' names; found out where left out");
    static final Option<Boolean> WRITE_HEADER = Option.bool(
                    "header", "Whether the first record holds the columns' names")
            .defaultValue(true);
    static final Option<String> ENCODING =
            Option.string("encoding", "Character encoding: utf-8").defaultValue("utf-8");
    static final Option<String> NULL_TEXT = Option.string(
                    "null_text", "How NULL is written, unquoted; an empty field is an empty text then")
            .defaultValue("");
    static final Option<Boolean> PARALLEL = Option.bool(
                    "parallel", "Whether ranges of one file may be read at the same time")
            .defaultValue(true);
    static final Option<LineEnding> LINE_ENDING =
            Option.choice("line_ending", "What ends a record", LineEnding.class).defaultValue(LineEnding.LF);

    static final List<Option<?>> READ = List.of(
            DELIMITER,
            QUOTE,
            ESCAPE,
            HEADER,
            ENCODING,
            NULL_TEXT,
            InferenceOptions.COLUMN_TYPES,
            InferenceOptions.INFER,
            PARALLEL,
            CompressionOptions.READ);
    static final List<Option<?>> WRITE = List.of(
            DELIMITER, QUOTE, WRITE_HEADER, NULL_TEXT, LINE_ENDING, CompressionOptions.WRITE, CompressionOptions.LEVEL);

    /** What ends a record. */
    enum LineEnding {
        LF,
        CRLF
    }

    private CsvOptions() {}
}
