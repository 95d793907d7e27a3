package dev.sluice.formats.csv;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.List;
import java.util.Optional;

/**
 * How a file's bytes are cut into fields.
 *
 * @param delimiter between fields
 * @param quote around fields, or {@link #NONE}
 * @param escape before a quote inside a quoted field; the quote itself where quotes are doubled
 * @param lineEnd the last byte of a line: LF, or CR where lines have nothing else
 * @param comment at the start of a line that holds no record, or {@link #NONE}
 * @param trims whether blanks around fields are no part of them
 * @param fillsMissing whether fields that a record lacks at its end are NULL
 * @param dropsExtra whether fields that a record has too many are left out
 * @param quotesAll whether fields are written in quotes that need none
 * @param nulls the unquoted fields that mean NULL
 */
record Dialect(
        byte delimiter,
        byte quote,
        byte escape,
        byte lineEnd,
        byte comment,
        boolean trims,
        boolean fillsMissing,
        boolean dropsExtra,
        boolean quotesAll,
        NullTexts nulls) {
    /** In place of what is switched off: a byte that can't start or enclose a field. */
    static final byte NONE = '\n';

    private static final String NOT_IN_OUTPUT = "+-.:=/";

    boolean hasQuotes() {
        return quote != NONE;
    }

    boolean hasComments() {
        return comment != NONE;
    }

    /** Whether a quote inside a quoted field is written twice. */
    boolean doublesQuotes() {
        return escape == quote;
    }

    /** Whether the number of quotes before a line's end says whether a record ends there. */
    boolean canBeCut() {
        return doublesQuotes() && !hasComments();
    }

    /** What is written for NULL. */
    byte[] nullText() {
        return nulls.written();
    }

    Dialect withDelimiter(byte other) {
        return new Dialect(other, quote, escape, lineEnd, comment, trims, fillsMissing, dropsExtra, quotesAll, nulls);
    }

    Dialect withQuote(byte other) {
        byte newEscape = doublesQuotes() ? other : escape;
        return new Dialect(
                delimiter, other, newEscape, lineEnd, comment, trims, fillsMissing, dropsExtra, quotesAll, nulls);
    }

    Dialect withLineEnd(byte other) {
        return new Dialect(delimiter, quote, escape, other, comment, trims, fillsMissing, dropsExtra, quotesAll, nulls);
    }

    /** The same, where every record has all fields and no more. */
    Dialect strict() {
        return new Dialect(delimiter, quote, escape, lineEnd, comment, trims, false, false, quotesAll, nulls);
    }

    /** The delimiter that the user set, if any. */
    static Optional<Byte> delimiterOf(Options options) {
        return options.find(CsvOptions.DELIMITER).map(text -> single(CsvOptions.DELIMITER, text));
    }

    /** The dialect to read with; with a comma, a double quote and LF where the user said nothing. */
    static Dialect forReading(Options options) {
        byte delimiter = delimiterOf(options).orElse((byte) ',');
        byte quote = quoteOf(options).orElse((byte) '"');
        byte escape = character(options, CsvOptions.ESCAPE).orElse(quote);
        byte comment = character(options, CsvOptions.COMMENT).orElse(NONE);
        byte lineEnd =
                (byte) (options.find(CsvOptions.READ_LINE_ENDING).orElse(LineEnding.LF) == LineEnding.CR ? '\r' : '\n');
        requireDifferent(options, delimiter, quote, escape, comment);
        return new Dialect(
                delimiter,
                quote,
                escape,
                lineEnd,
                comment,
                options.get(CsvOptions.TRIM),
                options.get(CsvOptions.MISSING_FIELDS) == CsvOptions.MissingFields.NULL,
                options.get(CsvOptions.EXTRA_FIELDS) == CsvOptions.ExtraFields.DROP,
                false,
                new NullTexts(options.get(CsvOptions.NULL_TEXTS)));
    }

    /** The quote that the user set, if any: {@link #NONE} for an empty one. */
    static Optional<Byte> quoteOf(Options options) {
        return options.find(CsvOptions.QUOTE).map(text -> text.isEmpty() ? NONE : single(CsvOptions.QUOTE, text));
    }

    private static Optional<Byte> character(Options options, Option<String> option) {
        return options.find(option).filter(text -> !text.isEmpty()).map(text -> single(option, text));
    }

    private static void requireDifferent(Options options, byte delimiter, byte quote, byte escape, byte comment) {
        if (delimiter == quote
                || delimiter == escape
                || comment != NONE && (comment == delimiter || comment == quote)) {
            throw invalid("delimiter, quote, escape and comment: the delimiter must differ from the others, and the"
                    + " comment from the quote");
        }
        if (quote == NONE && options.isSet(CsvOptions.ESCAPE)) {
            throw invalid("escape: means nothing where 'quote' is empty");
        }
    }

    /** The dialect to write with. */
    static Dialect forWriting(Options options) {
        byte delimiter = delimiterOf(options).orElse((byte) ',');
        byte quote = quoteOf(options).orElse((byte) '"');
        if (Character.isLetterOrDigit(delimiter) || NOT_IN_OUTPUT.indexOf(delimiter) >= 0) {
            throw invalid(
                    "delimiter: '" + (char) delimiter + "' occurs in numbers, dates or binary values; use another");
        }
        if (quote == NONE) {
            throw invalid("quote: CSV files can't be written without a quote character");
        }
        byte escape = character(options, CsvOptions.ESCAPE).orElse(quote);
        requireDifferent(options, delimiter, quote, escape, NONE);
        NullTexts nulls = new NullTexts(List.of(options.get(CsvOptions.NULL_TEXT)));
        boolean quotesAll = options.get(CsvOptions.QUOTING) == CsvOptions.Quoting.ALL;
        return new Dialect(delimiter, quote, escape, (byte) '\n', NONE, false, false, false, quotesAll, nulls);
    }

    private static byte single(Option<String> option, String text) {
        String character = text.equalsIgnoreCase("tab") || text.equals("\\t") ? "\t" : text;
        if (character.length() != 1 || character.charAt(0) > 126 || "\0\n\r".contains(character)) {
            throw invalid(
                    option.key() + ": '" + text + "' must be one ASCII character other than a line break, or 'tab'");
        }
        return (byte) character.charAt(0);
    }

    static ConnectorException invalid(String message) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
