package dev.sluice.formats.parquet;

import java.util.Arrays;

/** Decodes values of bytes, each with its length before it or all of one length. */
final class BytesDecoder extends ValueDecoder {
    /** Texts up to this length are copied in words rather than by a call. */
    private static final int SHORT = 64;

    private static final int SLACK = RunLengthDecoder.SLACK;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 2 * SLACK;
    private static final int FIRST_BYTES_PER_VALUE = 8;
    /** No more is made room for before values are seen, whatever their length is said to be. */
    private static final long MAX_FIRST_BYTES = 1 << 20;

    /** The length of all values, or -1 where each has its own. */
    private final int fixedLength;

    /** Where the values of the dictionary begin and the last one ends, as ints. */
    private byte[] starts = new byte[0];

    /** How many bytes the last batch had: the next one is likely to have about as many. */
    private long expected;

    byte[] values;
    int[] offsets;

    /**
     * @param fixedLength the length of all values, or -1
     */
    BytesDecoder(int fixedLength) {
        this.fixedLength = fixedLength;
    }

    @Override
    void begin(int rows) {
        if (offsets != null) {
            expected = (long) values.length - SLACK;
        }
        offsets = new int[rows + 1];
        long guess = Math.min(MAX_FIRST_BYTES, (long) rows * Math.max(fixedLength, FIRST_BYTES_PER_VALUE));
        long room = Math.max(expected, guess);
        values = new byte[(int) Math.min(room, MAX_BYTES) + SLACK];
    }

    /** Ends a batch: an array that turned out far too large isn't kept. */
    void end(int rows) {
        int length = offsets[rows];
        if (values.length - SLACK > length + (length >> 2) + SLACK) {
            values = Arrays.copyOf(values, length + SLACK);
        }
    }

    @Override
    void readDictionary(int count) throws DamagedPageException {
        if (count < 0 || fixedLength < 0 && count > (end - position) / Integer.BYTES) {
            throw cutOff();
        }
        int from = position;
        int length = measure(count);
        makeDictionary(length + SLACK);
        SpareBytes.give(starts);
        starts = SpareBytes.take((count + 1) * Integer.BYTES);
        int[] ends = new int[count + 1];
        copyPlain(from, count, dictionary, ends, 0);
        for (int i = 0; i <= count; i++) {
            LittleEndian.putInt(starts, i * Integer.BYTES, ends[i]);
        }
    }

    @Override
    public void close() {
        super.close();
        SpareBytes.give(starts);
        starts = new byte[0];
    }

    @Override
    void readPlain(int at, int count) throws DamagedPageException {
        int from = position;
        int length = measure(count);
        makeRoom(at, length);
        copyPlain(from, count, values, offsets, at);
    }

    /** Passes the next values; returns how many bytes they have in all. */
    private int measure(int count) throws DamagedPageException {
        if (fixedLength >= 0) {
            pass(count, fixedLength);
            return count * fixedLength;
        }
        byte[] source = page;
        int next = position;
        int last = end - Integer.BYTES;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (next > last) {
                throw cutOff();
            }
            int length = LittleEndian.getInt(source, next);
            if (length < 0 || length > last - next) {
                throw new DamagedPageException("it holds a value that says it has " + length + " bytes, where it has "
                        + (last - next) + " left");
            }
            next += Integer.BYTES + length;
            sum += length;
        }
        position = next;
        return sum;
    }

    private void copyPlain(int from, int count, byte[] target, int[] ends, int at) {
        byte[] source = page;
        int next = from;
        int to = ends[at];
        for (int i = 1; i <= count; i++) {
            int length = fixedLength;
            if (length < 0) {
                length = LittleEndian.getInt(source, next);
                next += Integer.BYTES;
            }
            copy(source, next, target, to, length);
            next += length;
            to += length;
            ends[at + i] = to;
        }
    }

    private void makeRoom(int at, long more) {
        long needed = offsets[at] + more;
        if (needed > MAX_BYTES) {
            throw new IllegalStateException("a batch of it would have more than 2 GiB in one column; set batch_size");
        }
        if (needed > values.length - SLACK) {
            long room =
                    Math.min(MAX_BYTES, Math.max(needed + (needed >> 3), values.length + (long) (values.length >> 1)));
            values = Arrays.copyOf(values, (int) room + SLACK);
        }
    }

    @Override
    void look(int[] wanted, int at, int count) {
        byte[] bounds = starts;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long bound = LittleEndian.getLong(bounds, wanted[i] << 2);
            sum += (int) (bound >>> Integer.SIZE) - (int) bound;
        }
        makeRoom(at, sum);
        byte[] source = dictionary;
        byte[] target = values;
        int[] ends = offsets;
        int to = ends[at];
        for (int i = 0; i < count; i++) {
            long bound = LittleEndian.getLong(bounds, wanted[i] << 2);
            int start = (int) bound;
            int length = (int) (bound >>> Integer.SIZE) - start;
            copy(source, start, target, to, length);
            to += length;
            ends[at + i + 1] = to;
        }
    }

    /** Copies some bytes, and up to {@link #SLACK} more, which what comes next overwrites. */
    private static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > SHORT) {
            System.arraycopy(source, from, target, to, length);
            return;
        }
        for (int i = 0; i < length; i += Long.BYTES) {
            LittleEndian.putLong(target, to + i, LittleEndian.getLong(source, from + i));
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int count, int present) {
        int from = at + present;
        for (int to = at + count - 1; to >= at; to--) {
            offsets[to + 1] = offsets[from];
            if (!nulls[to]) {
                from--;
            }
        }
    }
}
