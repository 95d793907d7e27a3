package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.csv.HeadRecords.HeadField;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the first records of a file say of it: its dialect, whether it has a header, its columns.
 *
 * @param dialect as the user set it, completed by {@link DialectDetection}
 * @param start where the first record starts, behind a byte order mark and skipped lines
 * @param hasHeader as the user set it, or else whether no field of the first record reads as a number, date, time or
 *     boolean, or has no letter, and at least one is not empty
 * @param names of the columns: from the header, or {@code column1}, {@code column2}, …, which also name what the header
 *     leaves empty
 */
record Head(Dialect dialect, long start, boolean hasHeader, List<String> names) {
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final int INITIAL_SIZE = 64 << 10;
    private static final int MAX_SIZE = 1 << 30;

    /**
     * Reads the start of a file.
     *
     * @param file in UTF-8
     * @throws ConnectorException MALFORMED_INPUT: the file has no record, or is not UTF-8
     */
    static Head read(InputFile file, Options options) throws IOException {
        Dialect set = Dialect.forReading(options);
        byte[] first = bytes(file, 0, INITIAL_SIZE);
        if (!options.isSet(CsvOptions.READ_LINE_ENDING) && DialectDetection.endsLinesWithReturn(first, set)) {
            set = set.withLineEnd((byte) '\r');
        }
        Place place = new Place(file, set.lineEnd());
        boolean marked = Arrays.mismatch(first, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length
                || Arrays.equals(first, BYTE_ORDER_MARK);
        long start = afterLines(place, marked ? BYTE_ORDER_MARK.length : 0, options.get(CsvOptions.SKIP_LINES));
        for (long size = INITIAL_SIZE; ; size *= 4) {
            byte[] bytes = bytes(file, start, (int) Math.min(size, MAX_SIZE));
            boolean whole = !file.isLongerThan(start + bytes.length);
            Dialect dialect = new DialectDetection(bytes, 0, whole).complete(set, options);
            List<List<HeadField>> records = new HeadRecords(bytes, 0, dialect, whole).read(1);
            if (!records.isEmpty()) {
                return of(place, start, dialect, options, records.getFirst());
            }
            if (whole) {
                throw noRecord(place, start, bytes);
            }
            if (size >= MAX_SIZE) {
                throw place.malformed(
                        start, "the first record doesn't end within 1 GiB; is the file CSV, and every quote closed?");
            }
        }
    }

    private static byte[] bytes(InputFile file, long start, int size) throws IOException {
        byte[] bytes = new byte[Math.clamp(file.length() - start, 0, size)];
        int read = file.readUpTo(start, bytes, 0, bytes.length);
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }

    /** Where a number of lines end. */
    private static long afterLines(Place place, long from, int lines) throws IOException {
        byte[] block = new byte[8192 + Swar.SLACK];
        long position = from;
        for (int skipped = 0; skipped < lines; ) {
            int read = place.file().readUpTo(position, block, 0, block.length - Swar.SLACK);
            if (read == 0) {
                throw new ConnectorException(
                        ErrorCode.MALFORMED_INPUT,
                        place.file().name() + ": the file has " + skipped + " lines only, and 'skip_lines' skips "
                                + lines);
            }
            int end = Swar.indexOf(block, 0, read, place.lineEnd());
            skipped += end < 0 && read == block.length - Swar.SLACK ? 0 : 1;
            position += end < 0 ? read : end + 1;
        }
        return position;
    }

    private static Head of(Place place, long start, Dialect dialect, Options options, List<HeadField> first)
            throws IOException {
        boolean hasHeader = options.find(CsvOptions.HEADER).orElseGet(() -> looksLikeHeader(first));
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (HeadField field : first) {
            if (Utf8.firstInvalid(field.text(), 0, field.text().length) >= 0) {
                throw place.malformed(start, "the first record is not UTF-8; " + Decoding.SET_ENCODING);
            }
            String text = new String(field.text(), StandardCharsets.UTF_8);
            String name = hasHeader && !text.isEmpty() ? text : nameByPosition(names.size());
            if (!taken.add(name)) {
                throw place.malformed(
                        start,
                        "two columns are named '" + name + "', the " + ordinal(names.indexOf(name)) + " and the "
                                + ordinal(names.size())
                                + "; rename one, or set 'header: false' if the first record is data");
            }
            names.add(name);
        }
        return new Head(dialect, start, hasHeader, List.copyOf(names));
    }

    /** The name of a column that the file doesn't name, counted from 0. */
    static String nameByPosition(int position) {
        return "column" + (position + 1);
    }

    private static String ordinal(int index) {
        int number = index + 1;
        String ending = number % 100 / 10 == 1
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + ending;
    }

    private static boolean looksLikeHeader(List<HeadField> first) {
        TypeGuess guess = new TypeGuess();
        boolean anyText = false;
        for (HeadField field : first) {
            if (!field.isEmpty()) {
                anyText = true;
                boolean isText = guess.kindOf(field.text(), 0, field.text().length) == TypeGuess.Kind.TEXT;
                if (!isText || !hasLetter(field.text())) {
                    return false;
                }
            }
        }
        return anyText;
    }

    /** Whether there is more than digits and signs, of which numbers and dates in any notation are made. */
    private static boolean hasLetter(byte[] text) {
        for (byte next : text) {
            if (next < 0 || Character.isLetter(next) || next == '_' || next == '#') {
                return true;
            }
        }
        return false;
    }

    private static ConnectorException noRecord(Place place, long start, byte[] bytes) throws IOException {
        for (byte next : bytes) {
            if (next > ' ') {
                return place.malformed(
                        start,
                        "the first record has a quoted field that is never closed; close it, or set 'quote' to what"
                                + " encloses fields");
            }
        }
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT,
                place.file().name() + ": the file is empty: neither a header nor a record says what columns it has;"
                        + " write it again, or take it away if nothing is missing");
    }

    /** For people: the dialect as it was set or found out. */
    String description() {
        List<String> parts = new ArrayList<>();
        char delimiter = (char) dialect.delimiter();
        parts.add(delimiter == '\t' ? "delimiter tab" : "delimiter '" + delimiter + "'");
        if (dialect.quote() != '"') {
            parts.add(dialect.hasQuotes() ? "quote " + (char) dialect.quote() : "no quotes");
        }
        parts.add(hasHeader ? "header" : "no header");
        if (dialect.lineEnd() == '\r') {
            parts.add("lines end with CR");
        }
        return String.join(", ", parts);
    }
}
