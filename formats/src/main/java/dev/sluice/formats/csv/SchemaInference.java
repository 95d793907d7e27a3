package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.encoding.TextEncoding;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Infers the columns' types from values of the beginning, the middle and the end of a file (or from all of it), as {@link
 * TypeGuess} says; types the user set win.
 */
final class SchemaInference {
    private static final int SAMPLE_SIZE = 1 << 20;
    /** How many bytes one byte of another encoding may become. */
    private static final int MOST_UTF_8_BYTES = 3;

    private static final int MAX_GUESSES = 32;

    private final InputFile file;
    private final TextEncoding encoding;
    private final Head head;
    private final boolean skipsBad;
    private final TypeGuess[] guesses;
    private final RowTokenizer tokenizer;
    /** For the inside of a file, where ragged records mean that the place isn't one where records start. */
    private final RowTokenizer strict;

    private final FieldSlices fields;

    private SchemaInference(InputFile file, TextEncoding encoding, Head head, Notation notation, boolean skipsBad) {
        this.skipsBad = skipsBad;
        this.file = file;
        this.encoding = encoding;
        this.head = head;
        this.guesses = freshGuesses(head.names().size(), notation);
        this.tokenizer = new RowTokenizer(head.dialect(), head.names());
        this.strict = new RowTokenizer(head.dialect().strict(), head.names());
        this.fields = new FieldSlices(head.dialect(), tokenizer.capacity());
    }

    /**
     * The columns of a file.
     *
     * @param encoding what the file is in
     */
    static Schema infer(InputFile file, TextEncoding encoding, Options options) throws IOException {
        try (InputFile text = Decoding.open(file, encoding)) {
            return infer(file, encoding, text, options);
        }
    }

    private static Schema infer(InputFile file, TextEncoding encoding, InputFile text, Options options)
            throws IOException {
        Head head = Head.read(text, options);
        Map<String, String> set = options.find(InferenceOptions.COLUMN_TYPES).orElse(Map.of());
        SchemaInference inference = new SchemaInference(
                file, encoding, head, Notation.of(options), options.get(InferenceOptions.SKIP_BAD_RECORDS));
        inference.sample(text, options.get(InferenceOptions.INFER) == InferenceOptions.Extent.ALL);
        List<Field> columns = new ArrayList<>();
        for (int i = 0; i < head.names().size(); i++) {
            String name = head.names().get(i);
            Type type = set.containsKey(name) ? parse(name, set.get(name)) : inference.guesses[i].type();
            boolean unknown = !set.containsKey(name) && inference.guesses[i].isEmpty();
            columns.add(new Field(name, type, true, unknown ? InferenceOptions.NO_VALUES : "", ""));
        }
        return Schema.of(columns);
    }

    private static Type parse(String column, String spelling) {
        try {
            Type type = Type.parse(spelling);
            if (!Type.isNested(type)) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "column_types." + column + ": " + e.getMessage(), e);
        }
        throw new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "column_types." + column + ": a CSV field holds no " + spelling + "; use json or string");
    }

    private static TypeGuess[] freshGuesses(int columns, Notation notation) {
        TypeGuess[] guesses = new TypeGuess[columns];
        for (int i = 0; i < columns; i++) {
            guesses[i] = new TypeGuess(notation);
        }
        return guesses;
    }

    private void sample(InputFile text, boolean all) throws IOException {
        long length = file.length();
        if (all || !file.isLongerThan(4L * SAMPLE_SIZE)) {
            takeBeginning(text, Long.MAX_VALUE);
            return;
        }
        takeBeginning(text, SAMPLE_SIZE);
        if (length == InputFile.UNKNOWN_LENGTH) {
            return; // the rest can't be had without reading all that comes before
        }
        takeInside(Math.max(head.start(), (length - SAMPLE_SIZE) / 2));
        takeInside(Math.max(head.start(), length - SAMPLE_SIZE));
    }

    /** Takes in the records that start before a position, one at least. */
    private void takeBeginning(InputFile text, long end) throws IOException {
        RecordBuffer buffer =
                new RecordBuffer(text, new FileRange(head.start(), text.length()), head.dialect(), skipsBad);
        buffer.more();
        boolean header = head.hasHeader();
        do {
            tokenizer.tokenize(buffer, header ? 1 : tokenizer.capacity());
            if (tokenizer.rows() > 0 && !header) {
                takeRows(buffer.data());
            }
            header = header && (tokenizer.rows() == 0 || tokenizer.startsBlank());
            if (tokenizer.bad() != null) {
                int next = buffer.endOfRecord(tokenizer.bad().position());
                buffer.position(next < 0 ? buffer.limit() : next);
            }
        } while (buffer.filePosition(buffer.position()) < end
                && (tokenizer.rows() > 0 || tokenizer.bad() != null || buffer.more()));
    }

    /**
     * Takes in records from the inside of the file, where it isn't known whether a position lies inside quotes: the first
     * line break after which all records have the right number of fields is taken for a record's end, and where the first
     * few aren't, the part tells nothing. A guess is enough here, since reading checks every value.
     */
    private void takeInside(long start) throws IOException {
        long even = start - start % 2; // UTF-16 has two bytes
        int most = encoding.equals(TextEncoding.UTF_8) ? SAMPLE_SIZE + 2 : MOST_UTF_8_BYTES * (SAMPLE_SIZE + 2);
        byte[] block = new byte[most + Swar.SLACK];
        byte lineEnd = head.dialect().lineEnd();
        int size;
        try (InputFile part = encoding.decode(FilePart.of(file, even, SAMPLE_SIZE + 2))) {
            size = part.readUpTo(0, block, 0, most);
        } catch (ConnectorException e) {
            return; // cut in the middle of a character
        }
        while (size > 0 && block[size - 1] != lineEnd) {
            size--;
        }
        InputFile text = FilePart.of(file.name(), block, size);
        int lineFeed = -1;
        for (int i = 0; i < MAX_GUESSES; i++) {
            lineFeed = Swar.indexOf(block, lineFeed + 1, size, lineEnd);
            if (lineFeed < 0) {
                return;
            }
            if (takeRecords(strict, text, lineFeed + 1, false)) {
                takeRecords(tokenizer, text, lineFeed + 1, true);
                return;
            }
        }
    }

    /** Goes over the complete records from a position on; false where one is broken. */
    private boolean takeRecords(RowTokenizer by, InputFile text, long start, boolean take) throws IOException {
        RecordBuffer buffer = new RecordBuffer(text, new FileRange(start, text.length()), head.dialect());
        try {
            while (buffer.more()) {
                do {
                    by.tokenize(buffer, by.capacity());
                    if (take) {
                        takeRows(buffer.data());
                    }
                } while (by.rows() > 0);
            }
            return true;
        } catch (ConnectorException e) {
            return false;
        }
    }

    private void takeRows(byte[] data) {
        for (int column = 0; column < guesses.length; column++) {
            fields.point(tokenizer, data, column, false);
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (end > start) {
                    guesses[column].add(data, start, end);
                } else if (end < start) {
                    guesses[column].addEmptyText();
                }
            }
        }
    }
}
