package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.LineNumbers;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Hands over the records of one range that can't be read as rows, in their order. Not thread-safe. */
final class BadRecords {
    private final InputFile file;
    private final RowErrors errors;
    private final LineNumbers lines;
    private final RowTokenizer tokenizer;
    private final RecordBuffer buffer;
    /** The rows of the batch that are set aside. */
    private final BitSet aside = new BitSet();

    private final Map<Integer, Refusal> refusals = new TreeMap<>();
    /** The records that were cut last, as they are in the file: taking escapes out changes the buffer. */
    private byte[] original = new byte[0];

    private int originalStart;
    private int originalLength;

    /** Why a row is set aside. */
    private record Refusal(String column, ErrorCode code, String reason) {}

    BadRecords(
            InputFile file, long start, byte lineEnd, RowErrors errors, RowTokenizer tokenizer, RecordBuffer buffer) {
        this.file = file;
        this.errors = errors;
        this.lines = new LineNumbers(file, start, lineEnd);
        this.tokenizer = tokenizer;
        this.buffer = buffer;
    }

    static boolean areTolerated(RowErrors errors) {
        return errors.policy() != OnError.FAIL;
    }

    /** Moves on to the records that were cut last. */
    void next() {
        keep(tokenizer.start(), buffer.position());
    }

    private void keep(int start, int end) {
        lines.pass(lines.lineEnds(original, 0, originalLength));
        originalStart = start;
        originalLength = end - start;
        if (original.length < originalLength) {
            original = new byte[Math.max(originalLength, 2 * original.length)];
        }
        System.arraycopy(buffer.data(), start, original, 0, originalLength);
    }

    /**
     * Takes in a value that isn't one of its column's type.
     *
     * @param batchRow the number of the row in its batch
     */
    void refuse(int row, int batchRow, String column, ErrorCode code, String reason) throws IOException {
        if (errors.policy() == OnError.REJECT || code != ErrorCode.VALUE_REFUSED) {
            aside.set(batchRow);
            refusals.putIfAbsent(row, new Refusal(column, code, reason));
        } else {
            errors.becomesNull(row(tokenizer.rowStart(row), column, code, reason, new byte[0]));
        }
    }

    /** Hands over the rows that were refused of those cut last. */
    void endRows() throws IOException {
        for (Map.Entry<Integer, Refusal> entry : refusals.entrySet()) {
            int start = tokenizer.rowStart(entry.getKey());
            int end = tokenizer.rowEnd(entry.getKey());
            Refusal refusal = entry.getValue();
            errors.reject(row(
                    start,
                    refusal.column,
                    refusal.code,
                    refusal.reason,
                    Arrays.copyOfRange(original, start - originalStart, end - originalStart)));
        }
        refusals.clear();
    }

    /** Hands over the record that couldn't be cut, and moves behind it; false where it is never closed. */
    boolean skip(BadRecord bad) throws IOException {
        int end = buffer.endOfRecord(bad.position());
        int start = buffer.position();
        byte[] data = buffer.data();
        if (end < 0) {
            return false;
        }
        keep(start, end);
        int last = end - 1;
        last -= last > start && data[last - 1] == '\r' ? 1 : 0;
        errors.reject(row(start, "", bad.code(), bad.getMessage(), Arrays.copyOfRange(data, start, last)));
        buffer.position(end);
        return true;
    }

    /** The rows of the batch that are set aside; forgotten with this call. */
    BitSet takeAside() {
        BitSet taken = (BitSet) aside.clone();
        aside.clear();
        return taken;
    }

    private BadRow row(int start, String column, ErrorCode code, String reason, byte[] raw) throws IOException {
        long line = lines.after(original, 0, start - originalStart);
        return new BadRow(file.name(), line, buffer.filePosition(start), column, code, reason, raw);
    }
}
