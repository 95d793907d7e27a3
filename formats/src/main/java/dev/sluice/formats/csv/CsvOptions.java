package dev.sluice.formats.csv;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.encoding.TextEncoding;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of CSV files. */
final class CsvOptions {
    static final Option<String> DELIMITER = Option.string(
            "delimiter",
            "What separates fields: one ASCII character, or 'tab'; found out among , ; tab | where left out, and a"
                    + " comma when writing");
    static final Option<String> QUOTE = Option.string(
            "quote",
            "What encloses fields: one ASCII character, empty where no field is quoted; a double quote where left out,"
                    + " or a single one where only that makes sense of a file");
    static final Option<String> ESCAPE =
            Option.string("escape", "What stands before a quote inside a quoted field; left out, quotes are doubled");
    static final Option<Boolean> HEADER =
            Option.bool("header", "Whether the first record holds the columns' names; found out where left out");
    static final Option<Boolean> WRITE_HEADER = Option.bool(
                    "header", "Whether the first record holds the columns' names")
            .defaultValue(true);
    static final Option<String> ENCODING = Option.string(
            "encoding",
            "Character encoding: " + TextEncoding.NAMES
                    + "; left out, by the byte order mark, and utf-8 where there is none");
    static final Option<String> WRITE_ENCODING = Option.string(
                    "encoding",
                    "Character encoding: utf-8, or utf-8-bom, which starts with a byte order mark, for Excel")
            .defaultValue("utf-8");
    static final Option<Quoting> QUOTING = Option.choice(
                    "quoting", "Which fields are quoted: those that need it, or all but NULL", Quoting.class)
            .defaultValue(Quoting.NEEDED);
    static final Option<List<String>> NULL_TEXTS = Option.list(
                    "null_text",
                    "Unquoted fields that mean NULL, such as [\"\", NULL, NA]; where no empty one is among them, an"
                            + " empty field is an empty text")
            .defaultValue(List.of(""));
    static final Option<String> NULL_TEXT = Option.string(
                    "null_text", "How NULL is written, unquoted; an empty field is an empty text then")
            .defaultValue("");
    static final Option<String> COMMENT = Option.string(
            "comment", "First character of lines that hold no record, such as #; left out, there are none");
    static final Option<Integer> SKIP_LINES = Option.integer(
                    "skip_lines", "How many lines at the start of the file to leave out, before the header")
            .between(0, Integer.MAX_VALUE)
            .defaultValue(0);
    static final Option<Boolean> TRIM = Option.bool(
                    "trim", "Whether spaces and tabs around fields, outside of quotes, are left out")
            .defaultValue(false);
    static final Option<MissingFields> MISSING_FIELDS = Option.choice(
                    "missing_fields",
                    "What a record with too few fields is: an error, or NULL in what is missing",
                    MissingFields.class)
            .defaultValue(MissingFields.FAIL);
    static final Option<ExtraFields> EXTRA_FIELDS = Option.choice(
                    "extra_fields",
                    "What a record with too many fields is: an error, or read without them",
                    ExtraFields.class)
            .defaultValue(ExtraFields.FAIL);
    static final Option<String> DECIMAL_SEPARATOR = Option.string(
                    "decimal_separator", "What stands before the fraction of a number: . or ,")
            .defaultValue(".");
    static final Option<String> THOUSANDS_SEPARATOR = Option.string(
            "thousands_separator",
            "What stands between groups of three digits, such as . or a space; none if left out");
    static final Option<String> DATE_FORMAT = Option.string(
            "date_format", "How dates are written, such as dd.MM.yyyy or M/d/yyyy; yyyy-MM-dd if left out");
    static final Option<String> TIME_FORMAT = Option.string(
            "time_format", "How times of day are written, such as HH:mm or hh:mm a; HH:mm:ss if left out");
    static final Option<String> TIMESTAMP_FORMAT = Option.string(
            "timestamp_format",
            "How timestamps are written, such as dd.MM.yyyy HH:mm, with X for an offset; ISO 8601 if left out");
    static final Option<List<String>> TRUE_TEXT =
            Option.list("true_text", "What means true, such as [yes, Y]; true if left out");
    static final Option<List<String>> FALSE_TEXT =
            Option.list("false_text", "What means false, such as [no, N]; false if left out");
    static final Option<Boolean> PARALLEL = Option.bool(
                    "parallel", "Whether ranges of one file may be read at the same time")
            .defaultValue(true);
    static final Option<LineEnding> LINE_ENDING =
            Option.choice("line_ending", "What ends a record", LineEnding.class).defaultValue(LineEnding.LF);
    static final Option<LineEnding> READ_LINE_ENDING = Option.choice(
            "line_ending",
            "What ends a record: lf and crlf both read either; cr alone is found out where left out",
            LineEnding.class);

    static final List<Option<?>> READ = List.of(
            DELIMITER,
            QUOTE,
            ESCAPE,
            HEADER,
            ENCODING,
            NULL_TEXTS,
            COMMENT,
            SKIP_LINES,
            TRIM,
            MISSING_FIELDS,
            EXTRA_FIELDS,
            READ_LINE_ENDING,
            DECIMAL_SEPARATOR,
            THOUSANDS_SEPARATOR,
            DATE_FORMAT,
            TIME_FORMAT,
            TIMESTAMP_FORMAT,
            TRUE_TEXT,
            FALSE_TEXT,
            InferenceOptions.COLUMN_TYPES,
            InferenceOptions.INFER,
            InferenceOptions.SKIP_BAD_RECORDS,
            PARALLEL,
            CompressionOptions.READ);
    static final List<Option<?>> WRITE = List.of(
            DELIMITER,
            QUOTE,
            ESCAPE,
            QUOTING,
            WRITE_HEADER,
            WRITE_ENCODING,
            NULL_TEXT,
            LINE_ENDING,
            CompressionOptions.WRITE,
            CompressionOptions.LEVEL);

    /** What a record with too few fields is. */
    enum MissingFields {
        FAIL,
        NULL
    }

    /** What a record with too many fields is. */
    enum ExtraFields {
        FAIL,
        DROP
    }

    /** Which fields are quoted. */
    enum Quoting {
        NEEDED,
        ALL
    }

    private CsvOptions() {}

    /** The options that read what these have written; options with one name mean other things here and there. */
    static Map<Option<?>, Object> readBack(Options written) {
        Dialect dialect = Dialect.forWriting(written);
        Map<Option<?>, Object> options = new HashMap<>();
        options.put(DELIMITER, character(dialect.delimiter()));
        options.put(QUOTE, character(dialect.quote()));
        options.put(ESCAPE, character(dialect.escape()));
        options.put(HEADER, written.get(WRITE_HEADER));
        // with or without a byte order mark
        options.put(ENCODING, TextEncoding.UTF_8.name());
        options.put(NULL_TEXTS, List.of(written.get(NULL_TEXT)));
        // which reads CRLF as well
        options.put(READ_LINE_ENDING, written.get(LINE_ENDING) == LineEnding.CR ? LineEnding.CR : LineEnding.LF);
        return options;
    }

    private static String character(byte ascii) {
        return String.valueOf((char) ascii);
    }
}
