package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.LineNumbers;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Hands over the records of one range that can't be read as rows. Not thread-safe. */
final class BadRecords {
    private final InputFile file;
    private final RowErrors errors;
    private final LineNumbers lines;
    private byte[] bytes = new byte[0];
    private int from;
    private long linesOfBlock;
    private long offset;

    /**
     * @param start where in the file the first block starts
     */
    BadRecords(InputFile file, long start, RowErrors errors) {
        this.file = file;
        this.errors = errors;
        this.lines = new LineNumbers(file, start, (byte) '\n');
    }

    /** Whether anything is done about bad records but to end the run. */
    boolean areTolerated() {
        return errors.policy() != OnError.FAIL;
    }

    boolean areRejected() {
        return errors.policy() == OnError.REJECT;
    }

    /**
     * Moves on to a block, which follows the one before.
     *
     * @param start the position in the file of the first of {@code block}
     */
    void next(byte[] block, int first, int end, long start) {
        // the block before may be gone by now
        lines.pass(linesOfBlock);
        linesOfBlock = lines.lineEnds(block, first, end);
        bytes = block;
        from = first;
        offset = start;
    }

    /** Sets the record aside that lies in a part of the block. */
    void reject(int start, int end, String column, JsonProblem problem) throws IOException {
        byte[] raw = Arrays.copyOfRange(bytes, start, end);
        errors.reject(row(problem, start, column, raw));
    }

    /** Counts a value that becomes NULL. */
    void becomesNull(String column, JsonProblem problem) {
        try {
            errors.becomesNull(row(problem, problem.position(), column, new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BadRow row(JsonProblem problem, int at, String column, byte[] raw) throws IOException {
        return new BadRow(
                file.name(),
                lines.after(bytes, from, Math.max(from, problem.position())),
                offset + at,
                column,
                problem.code(),
                problem.getMessage(),
                raw);
    }
}
