package dev.sluice.formats.csv;

import java.util.Arrays;

/**
 * Where the fields of one column lie, without their quotes: field {@code row} starts at {@code starts[startBase + row] +
 * 1} and ends before {@code ends[endBase + row]}. A length of 0 means NULL, of -1 an empty text. Not thread-safe.
 */
final class FieldSlices {
    private static final int EMPTY = -1;

    private final Dialect dialect;
    private final int[] ownStarts;
    private final int[] ownEnds;
    int[] starts;
    int[] ends;
    int startBase;
    int endBase;
    int rows;

    FieldSlices(Dialect dialect, int capacity) {
        this.dialect = dialect;
        this.ownStarts = new int[capacity];
        this.ownEnds = new int[capacity];
    }

    int start(int row) {
        return starts[startBase + row] + 1;
    }

    int end(int row) {
        return ends[endBase + row];
    }

    /**
     * Looks at a column. Escapes are taken out in place: the bytes of its quoted fields may change.
     *
     * @param emptyIsText whether an unquoted empty field is an empty text where NULL has a text of its own
     */
    void point(RowTokenizer tokenizer, byte[] data, int column, boolean emptyIsText) {
        rows = tokenizer.rows();
        starts = tokenizer.marks();
        ends = starts;
        startBase = tokenizer.base(column);
        endBase = tokenizer.base(column + 1);
        if (tokenizer.isQuoted(column) || dialect.nullText().length > 0) {
            copyWithoutQuotes(data, tokenizer.isQuoted(column), tokenizer.isEscaped(column), emptyIsText);
        }
    }

    private void copyWithoutQuotes(byte[] data, boolean anyQuoted, boolean anyEscaped, boolean emptyIsText) {
        byte[] nullText = dialect.nullText();
        for (int row = 0; row < rows; row++) {
            int start = start(row);
            int end = end(row);
            if (anyQuoted && end > start && data[start] == dialect.quote()) {
                start++;
                end--;
                if (anyEscaped) {
                    end = unescape(data, start, end);
                }
                end = end == start ? start + EMPTY : end;
            } else if (nullText.length > 0) {
                if (Arrays.equals(data, start, end, nullText, 0, nullText.length)) {
                    end = start;
                } else if (end == start && emptyIsText) {
                    end = start + EMPTY;
                }
            }
            ownStarts[row] = start - 1;
            ownEnds[row] = end;
        }
        starts = ownStarts;
        ends = ownEnds;
        startBase = 0;
        endBase = 0;
    }

    private int unescape(byte[] data, int from, int to) {
        int target = from;
        for (int source = from; source < to; source++) {
            if (data[source] == dialect.escape() && source + 1 < to) {
                source++;
            }
            data[target++] = data[source];
        }
        return target;
    }
}
