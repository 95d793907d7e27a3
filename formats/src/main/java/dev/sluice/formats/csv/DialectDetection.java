package dev.sluice.formats.csv;

import dev.sluice.formats.csv.HeadRecords.HeadField;
import dev.sluice.spi.Options;
import java.util.List;

/**
 * Finds out what the user didn't say of a file's dialect, from the first records.
 *
 * <ul>
 *   <li>Line end: CR where no LF but a CR lies outside of quotes.
 *   <li>Delimiter: the one of {@code , ; tab |} that cuts the records into the same number of fields, more than one. Where
 *       several do, the one whose fields hold the others most seldom (a decimal comma isn't held against it), then the
 *       earliest. Where none does, the one that makes most fields of the first record.
 *   <li>Quote: {@code "}, or {@code '} where the records come out even only with that, and hold no {@code "} at all.
 * </ul>
 */
final class DialectDetection {
    private static final int MAX_RECORDS = 200;
    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};

    private final byte[] bytes;
    private final int from;
    private final boolean whole;

    /** How well a delimiter fits; fewer oddities are better, and then more fields. */
    private record Fit(byte delimiter, boolean even, double oddities, int fields) {
        boolean isBetterThan(Fit other) {
            if (even != other.even) {
                return even;
            }
            return even && oddities != other.oddities ? oddities < other.oddities : !even && fields > other.fields;
        }
    }

    /**
     * @param from where the first record starts
     * @param whole whether the file ends where the bytes end
     */
    DialectDetection(byte[] bytes, int from, boolean whole) {
        this.bytes = bytes;
        this.from = from;
        this.whole = whole;
    }

    /** The dialect the user set, completed. */
    Dialect complete(Dialect set, Options options) {
        Dialect doubleQuoted = withDelimiter(set, options);
        if (Dialect.quoteOf(options).isPresent() || !set.doublesQuotes() || contains('"') || !contains('\'')) {
            return doubleQuoted;
        }
        if (fit(doubleQuoted).even) {
            return doubleQuoted;
        }
        Dialect singleQuoted = withDelimiter(set.withQuote((byte) '\''), options);
        return fit(singleQuoted).even ? singleQuoted : doubleQuoted;
    }

    private Dialect withDelimiter(Dialect dialect, Options options) {
        if (Dialect.delimiterOf(options).isPresent()) {
            return dialect;
        }
        Fit best = new Fit(DELIMITERS[0], false, 0, 1);
        for (byte delimiter : DELIMITERS) {
            boolean free =
                    delimiter != dialect.quote() && delimiter != dialect.escape() && delimiter != dialect.comment();
            Fit fit = fit(dialect.withDelimiter(delimiter));
            if (free && fit.isBetterThan(best)) {
                best = fit;
            }
        }
        return dialect.withDelimiter(best.delimiter);
    }

    private Fit fit(Dialect dialect) {
        List<List<HeadField>> records = new HeadRecords(bytes, from, dialect, whole).read(MAX_RECORDS);
        int fields = records.isEmpty() ? 0 : records.getFirst().size();
        boolean even = fields > 1 && records.stream().allMatch(record -> record.size() == fields);
        double odd = records.stream()
                .flatMap(List::stream)
                .filter(field -> isOdd(field, dialect.delimiter()))
                .count();
        return new Fit(dialect.delimiter(), even, odd / Math.max(1, records.size() * fields), fields);
    }

    /** Whether a field holds another delimiter, as if it were cut at the wrong one. */
    private static boolean isOdd(HeadField field, byte delimiter) {
        int others = 0;
        boolean number = true;
        for (byte next : field.text()) {
            others += next != delimiter && isDelimiter(next) ? 1 : 0;
            number &= next >= '0' && next <= '9' || next == ',' || next == '.' || next == '-';
        }
        return others > 0 && !field.quoted() && !(number && others == 1);
    }

    private static boolean isDelimiter(byte next) {
        for (byte delimiter : DELIMITERS) {
            if (next == delimiter) {
                return true;
            }
        }
        return false;
    }

    private boolean contains(char character) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == character) {
                return true;
            }
        }
        return false;
    }

    /** Whether lines end with CR alone. */
    static boolean endsLinesWithReturn(byte[] bytes, Dialect dialect) {
        boolean inQuotes = false;
        int returns = 0;
        int returnsOutside = 0;
        int lineFeeds = 0;
        int lineFeedsOutside = 0;
        for (byte next : bytes) {
            if (next == dialect.quote() && dialect.hasQuotes()) {
                inQuotes = !inQuotes;
            } else if (next == '\n') {
                lineFeeds++;
                lineFeedsOutside += inQuotes ? 0 : 1;
            } else if (next == '\r') {
                returns++;
                returnsOutside += inQuotes ? 0 : 1;
            }
        }
        return lineFeeds == 0 ? returns > 0 : lineFeedsOutside == 0 && returnsOutside > 0;
    }
}
