package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the first records of a file say of it: its dialect, whether it has a header, its columns.
 *
 * @param dialect with the delimiter the user set, or else the one of {@code , ; tab |} that cuts the first records into
 *     the same number of fields, more than one; the earliest where several do
 * @param hasHeader as the user set it, or else whether no field of the first record reads as a number, date, time or
 *     boolean, and at least one is not empty
 * @param names of the columns: from the header, or {@code column1}, {@code column2}, …, which also name what the header
 *     leaves empty
 */
record Head(Dialect dialect, boolean hasHeader, List<String> names) {
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final int INITIAL_SIZE = 64 << 10;
    private static final int MAX_SIZE = 1 << 30;
    private static final int MAX_RECORDS = 200;
    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};

    /**
     * Reads the start of a file.
     *
     * @throws ConnectorException MALFORMED_INPUT: the file has no record, or is not UTF-8
     */
    static Head read(InputFile file, Options options) throws IOException {
        byte[] bytes = start(file, INITIAL_SIZE);
        requireNotUtf16(file, bytes);
        Dialect dialect = Dialect.forReading(options);
        while (true) {
            boolean whole = !file.isLongerThan(bytes.length);
            Optional<Byte> delimiter = Dialect.delimiterOf(options);
            Dialect chosen = dialect.withDelimiter(delimiter.orElse(detect(bytes, whole, dialect)));
            List<List<HeadRecords.HeadField>> records = new HeadRecords(bytes, chosen, whole).read(1);
            if (!records.isEmpty()) {
                return of(file, chosen, options.find(CsvOptions.HEADER), records.getFirst());
            }
            if (whole) {
                throw noRecord(file, bytes);
            }
            if (bytes.length >= MAX_SIZE) {
                throw Place.malformed(
                        file, 0, "the first record doesn't end within 1 GiB; is the file CSV, and every quote closed?");
            }
            bytes = start(file, (int) Math.min(MAX_SIZE, 4L * bytes.length));
        }
    }

    private static byte[] start(InputFile file, int size) throws IOException {
        byte[] bytes = new byte[(int) Math.min(size, file.length())];
        int read = file.readUpTo(0, bytes, 0, bytes.length);
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }

    private static Head of(InputFile file, Dialect dialect, Optional<Boolean> header, List<HeadRecords.HeadField> first)
            throws IOException {
        boolean hasHeader = header.orElse(looksLikeHeader(first));
        List<String> names = new ArrayList<>();
        for (HeadRecords.HeadField field : first) {
            if (Utf8.firstInvalid(field.text(), 0, field.text().length) >= 0) {
                throw Place.malformed(file, 0, "the first record is not UTF-8; convert the file to UTF-8");
            }
            String text = new String(field.text(), StandardCharsets.UTF_8);
            String name = hasHeader && !text.isEmpty() ? text : "column" + (names.size() + 1);
            if (names.contains(name)) {
                throw Place.malformed(
                        file,
                        0,
                        "two columns are named '" + name + "'; rename one, or set 'header: false' if the first record"
                                + " is data");
            }
            names.add(name);
        }
        return new Head(dialect, hasHeader, List.copyOf(names));
    }

    private static boolean looksLikeHeader(List<HeadRecords.HeadField> first) {
        boolean anyText = false;
        TypeGuess guess = new TypeGuess();
        for (HeadRecords.HeadField field : first) {
            if (field.text().length > 0) {
                anyText = true;
                if (guess.kindOf(field.text(), 0, field.text().length) != TypeGuess.Kind.TEXT) {
                    return false;
                }
            }
        }
        return anyText;
    }

    private static byte detect(byte[] bytes, boolean whole, Dialect dialect) {
        byte best = DELIMITERS[0];
        int bestScore = 1;
        for (byte delimiter : DELIMITERS) {
            List<List<HeadRecords.HeadField>> records =
                    new HeadRecords(bytes, dialect.withDelimiter(delimiter), whole).read(MAX_RECORDS);
            if (records.isEmpty()) {
                continue;
            }
            int fields = records.getFirst().size();
            boolean even = records.stream().allMatch(record -> record.size() == fields);
            int score = even && fields > 1 ? MAX_SIZE : fields;
            if (score > bestScore) {
                best = delimiter;
                bestScore = score;
            }
        }
        return best;
    }

    private static void requireNotUtf16(InputFile file, byte[] bytes) throws IOException {
        if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFF + 0xFE && bytes[0] != bytes[1]) {
            throw Place.malformed(file, 0, "the file is UTF-16; convert it to UTF-8");
        }
    }

    private static ConnectorException noRecord(InputFile file, byte[] bytes) throws IOException {
        for (byte next : bytes) {
            if (next == '"' || next > ' ') {
                return Place.malformed(
                        file, 0, "the first record has a quoted field that is never closed; close it, or set 'quote'");
            }
        }
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT,
                file.name() + ": the file is empty: neither a header nor a record says what columns it has");
    }
}
