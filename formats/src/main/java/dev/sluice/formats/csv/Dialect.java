package dev.sluice.formats.csv;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a file's bytes are cut into fields.
 *
 * @param delimiter between fields
 * @param quote around fields, or {@link #NONE}
 * @param escape before a quote inside a quoted field; the quote itself where quotes are doubled
 * @param nullText an unquoted field that means NULL
 */
record Dialect(byte delimiter, byte quote, byte escape, byte[] nullText) {
    /** No byte of a text file, in place of a quote that is switched off. */
    static final byte NONE = '\n';

    private static final String NOT_IN_OUTPUT = "+-.:=/";

    boolean hasQuotes() {
        return quote != NONE;
    }

    /** Whether a quote inside a quoted field is written twice. */
    boolean doublesQuotes() {
        return escape == quote;
    }

    Dialect withDelimiter(byte other) {
        return new Dialect(other, quote, escape, nullText);
    }

    /** The delimiter that the user set, if any. */
    static Optional<Byte> delimiterOf(Options options) {
        return options.find(CsvOptions.DELIMITER).map(text -> single("delimiter", text));
    }

    /** The dialect to read with; with a comma where the user set no delimiter. */
    static Dialect forReading(Options options) {
        String encoding = options.get(CsvOptions.ENCODING);
        if (!encoding.equalsIgnoreCase("utf-8") && !encoding.equalsIgnoreCase("utf8")) {
            throw invalid("encoding: '" + encoding + "' is not supported; convert the file to UTF-8");
        }
        return of(options, options.find(CsvOptions.ESCAPE));
    }

    /** The dialect to write with. */
    static Dialect forWriting(Options options) {
        Dialect dialect = of(options, Optional.empty());
        char delimiter = (char) dialect.delimiter;
        if (Character.isLetterOrDigit(delimiter) || NOT_IN_OUTPUT.indexOf(delimiter) >= 0) {
            throw invalid("delimiter: '" + delimiter + "' occurs in numbers, dates or binary values; use another");
        }
        if (!dialect.hasQuotes()) {
            throw invalid("quote: CSV files can't be written without a quote character");
        }
        return dialect;
    }

    private static Dialect of(Options options, Optional<String> escapeText) {
        byte delimiter = delimiterOf(options).orElse((byte) ',');
        String quoteText = options.get(CsvOptions.QUOTE);
        byte quote = quoteText.isEmpty() ? NONE : single("quote", quoteText);
        byte escape = escapeText
                .filter(text -> !text.isEmpty())
                .map(text -> single("escape", text))
                .orElse(quote);
        if (delimiter == quote || delimiter == escape) {
            throw invalid("delimiter, quote and escape: the delimiter must differ from the others");
        }
        byte[] nullText = options.get(CsvOptions.NULL_TEXT).getBytes(StandardCharsets.UTF_8);
        return new Dialect(delimiter, quote, escape, nullText);
    }

    private static byte single(String option, String text) {
        String character = text.equalsIgnoreCase("tab") || text.equals("\\t") ? "\t" : text;
        if (character.length() != 1 || character.charAt(0) > 126 || "\0\n\r".contains(character)) {
            throw invalid(option + ": '" + text + "' must be one ASCII character other than a line break");
        }
        return (byte) character.charAt(0);
    }

    private static ConnectorException invalid(String message) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
