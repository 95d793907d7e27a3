package dev.sluice.formats.csv;

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

    /** Looks on from a row. */
    void dropFirst(int count) {
        startBase += count;
        endBase += count;
        rows -= count;
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
        if (tokenizer.isQuoted(column) || !dialect.nulls().areEmptyFieldsOnly() || dialect.trims()) {
            copy(tokenizer, data, column, emptyIsText);
        }
    }

    private void copy(RowTokenizer tokenizer, byte[] data, int column, boolean emptyIsText) {
        boolean anyQuoted = tokenizer.isQuoted(column);
        boolean anyEscaped = tokenizer.isEscaped(column);
        NullTexts nulls = dialect.nulls();
        for (int row = 0; row < rows; row++) {
            int start = start(row);
            int end = end(row);
            if (dialect.trims()) {
                start = afterBlanks(data, start, end);
                end = beforeBlanks(data, start, end);
            }
            if (anyQuoted && end > start && data[start] == dialect.quote()) {
                start++;
                end--;
                if (anyEscaped) {
                    end = unescape(data, start, end);
                }
                end = end == start ? start + EMPTY : end;
            } else if (end == start) {
                boolean isText = emptyIsText && !nulls.emptyIsNull() && !tokenizer.isMissing(row, column);
                end = isText ? start + EMPTY : end;
            } else if (nulls.contain(data, start, end)) {
                end = start;
            }
            ownStarts[row] = start - 1;
            ownEnds[row] = end;
        }
        starts = ownStarts;
        ends = ownEnds;
        startBase = 0;
        endBase = 0;
    }

    private static int afterBlanks(byte[] data, int from, int to) {
        int position = from;
        while (position < to && isBlank(data[position])) {
            position++;
        }
        return position;
    }

    private static int beforeBlanks(byte[] data, int from, int to) {
        int position = to;
        while (position > from && isBlank(data[position - 1])) {
            position--;
        }
        return position;
    }

    static boolean isBlank(byte next) {
        return next == ' ' || next == '\t';
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
