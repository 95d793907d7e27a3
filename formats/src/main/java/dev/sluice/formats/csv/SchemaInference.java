package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;
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
    private static final int MAX_GUESSES = 32;

    private final InputFile file;
    private final Head head;
    private final TypeGuess[] guesses;
    private final RowTokenizer tokenizer;
    private final FieldSlices fields;

    private SchemaInference(InputFile file, Head head) {
        this.file = file;
        this.head = head;
        this.guesses = freshGuesses(head.names().size());
        this.tokenizer = new RowTokenizer(head.dialect(), guesses.length);
        this.fields = new FieldSlices(head.dialect(), tokenizer.capacity());
    }

    static Schema infer(InputFile file, Options options) throws IOException {
        Head head = Head.read(file, options);
        Map<String, String> set = options.find(InferenceOptions.COLUMN_TYPES).orElse(Map.of());
        requireKnown(file, set, head.names());
        SchemaInference inference = new SchemaInference(file, head);
        inference.sample(options.get(InferenceOptions.INFER) == InferenceOptions.Extent.ALL);
        List<Field> columns = new ArrayList<>();
        for (int i = 0; i < head.names().size(); i++) {
            String name = head.names().get(i);
            Type type = set.containsKey(name) ? parse(name, set.get(name)) : inference.guesses[i].type();
            boolean unknown = !set.containsKey(name) && inference.guesses[i].isEmpty();
            columns.add(new Field(name, type, true, unknown ? InferenceOptions.NO_VALUES : "", ""));
        }
        return Schema.of(columns);
    }

    private static void requireKnown(InputFile file, Map<String, String> set, List<String> names) {
        for (String name : set.keySet()) {
            if (!names.contains(name)) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        file.name() + ": column_types names '" + name + "', which is no column of the file"
                                + Suggestion.didYouMean(name, names));
            }
        }
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

    private static TypeGuess[] freshGuesses(int columns) {
        TypeGuess[] guesses = new TypeGuess[columns];
        for (int i = 0; i < columns; i++) {
            guesses[i] = new TypeGuess();
        }
        return guesses;
    }

    private void sample(boolean all) throws IOException {
        long length = file.length();
        if (all || !file.isLongerThan(4L * SAMPLE_SIZE)) {
            takeFrom(0, length);
            return;
        }
        takeFrom(0, SAMPLE_SIZE);
        if (length == InputFile.UNKNOWN_LENGTH) {
            return; // the rest can't be had without reading all that comes before
        }
        takeFromInside((length - SAMPLE_SIZE) / 2);
        takeFromInside(length - SAMPLE_SIZE);
    }

    /** Takes in the complete records of a part that starts with a record; at least one where it is the file's first. */
    private void takeFrom(long start, long end) throws IOException {
        RecordBuffer buffer = new RecordBuffer(file, new FileRange(start, start == 0 ? file.length() : end));
        buffer.more();
        boolean header = start == 0 && head.hasHeader();
        if (start == 0) {
            buffer.skip(Head.BYTE_ORDER_MARK);
        }
        do {
            tokenizer.tokenize(buffer, header ? 1 : tokenizer.capacity());
            if (tokenizer.rows() > 0 && !header) {
                takeRows(buffer.data());
            }
            header = header && (tokenizer.rows() == 0 || tokenizer.startsBlank());
        } while (buffer.filePosition(buffer.position()) < end && (tokenizer.rows() > 0 || buffer.more()));
    }

    /**
     * Takes in records from the inside of the file, where it isn't known whether a position lies inside quotes: the first
     * line break after which all records have the right number of fields is taken for a record's end, and where the first
     * few aren't, the part tells nothing. A guess is enough here, since reading checks every value.
     */
    private void takeFromInside(long start) throws IOException {
        byte[] block = new byte[SAMPLE_SIZE + Swar.SLACK];
        file.readFully(start, block, 0, SAMPLE_SIZE);
        int lineFeed = -1;
        for (int i = 0; i < MAX_GUESSES; i++) {
            lineFeed = Swar.indexOf(block, lineFeed + 1, SAMPLE_SIZE, (byte) '\n');
            if (lineFeed < 0) {
                return;
            }
            if (isRecordStart(start + lineFeed + 1, start + SAMPLE_SIZE)) {
                takeFrom(start + lineFeed + 1, start + SAMPLE_SIZE);
                return;
            }
        }
    }

    private boolean isRecordStart(long start, long end) throws IOException {
        RecordBuffer buffer = new RecordBuffer(file, new FileRange(start, end));
        buffer.more();
        try {
            do {
                tokenizer.tokenize(buffer, tokenizer.capacity());
            } while (tokenizer.rows() > 0);
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
