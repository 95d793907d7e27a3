package dev.sluice.formats.parquet;

/**
 * Decodes the values of one column that are not null, from pages that lie unpacked in memory, to new arrays for each batch.
 * Each physical type has loops of its own, so that the JIT compiles each with nothing but its own type in it. Not
 * thread-safe.
 *
 * <p>Behind the bytes of a page are {@link RunLengthDecoder#SLACK} more that may be read, whatever they are.
 */
abstract sealed class ValueDecoder implements AutoCloseable
        permits NumberDecoders.Ints,
                NumberDecoders.Longs,
                NumberDecoders.Floats,
                NumberDecoders.Doubles,
                BooleanDecoder,
                BytesDecoder {
    /** How the values of the current page are encoded. */
    enum Form {
        PLAIN,
        /** Indices into the dictionary. */
        INDICES,
        /** Booleans in runs. */
        RUNS
    }

    private final RunLengthDecoder runs = new RunLengthDecoder();
    private int[] indices = new int[0];
    private int entries = -1;
    private Form form;
    /** The values of the dictionary as numbers have them in the file, or the bytes of all of them. */
    byte[] dictionary = new byte[0];

    byte[] page;
    /** Where the next value is in the page, and where the page ends. */
    int position;

    int end;

    /**
     * Reads the dictionary in {@code bytes[0 … length)}, which is that of the pages that follow.
     *
     * @throws DamagedPageException where it doesn't hold {@code count} values
     */
    final void dictionary(byte[] bytes, int length, int count) throws DamagedPageException {
        page = bytes;
        position = 0;
        end = length;
        readDictionary(count);
        entries = count;
    }

    final void forgetDictionary() {
        entries = -1;
    }

    /** Lets go of the dictionary and of the page. */
    @Override
    public void close() {
        forgetDictionary();
        SpareBytes.give(dictionary);
        dictionary = new byte[0];
        page = null;
    }

    /** Begins with a page's values in {@code bytes[from … to)}. */
    final void start(Form values, byte[] bytes, int from, int to) throws DamagedPageException {
        form = values;
        page = bytes;
        position = from;
        end = to;
        switch (values) {
            case PLAIN -> startPlain();
            case INDICES -> {
                if (entries < 0) {
                    throw new DamagedPageException("it needs a dictionary, and its column has none");
                }
                if (from < to) {
                    runs.start(bytes, from + 1, to, bytes[from] & 0xFF);
                } else {
                    runs.start(bytes, to, to, 0);
                }
            }
            case RUNS -> runs.start(bytes, from, to, 1);
        }
    }

    /** Decodes the next {@code count} values to slots {@code at} and following. */
    final void read(int at, int count) throws DamagedPageException {
        switch (form) {
            case PLAIN -> readPlain(at, count);
            case INDICES -> {
                readRuns(count);
                requireEntries(count);
                look(indices, at, count);
            }
            case RUNS -> {
                readRuns(count);
                look(indices, at, count);
            }
        }
    }

    private void readRuns(int count) throws DamagedPageException {
        if (indices.length < count) {
            indices = new int[count];
        }
        runs.read(indices, 0, count);
    }

    private void requireEntries(int count) throws DamagedPageException {
        int[] wanted = indices;
        int limit = entries + Integer.MIN_VALUE;
        boolean inside = true;
        for (int i = 0; i < count; i++) {
            inside &= wanted[i] + Integer.MIN_VALUE < limit;
        }
        for (int i = 0; !inside && i < count; i++) {
            if (wanted[i] < 0 || wanted[i] >= entries) {
                throw new DamagedPageException("it holds the index " + Integer.toUnsignedString(wanted[i])
                        + " into a dictionary of " + entries + " values");
            }
        }
    }

    /**
     * Makes sure that {@code count} values of {@code width} bytes are there, and passes them.
     *
     * @return where they begin
     */
    final int pass(int count, int width) throws DamagedPageException {
        long length = (long) count * width;
        if (count < 0 || length > end - position) {
            throw cutOff();
        }
        int start = position;
        position += (int) length;
        return start;
    }

    /** Makes a part of the page the dictionary. */
    final void keepDictionary(int from, int length) {
        makeDictionary(length);
        System.arraycopy(page, from, dictionary, 0, length);
    }

    final void makeDictionary(int length) {
        SpareBytes.give(dictionary);
        dictionary = SpareBytes.take(length);
    }

    static DamagedPageException cutOff() {
        return new DamagedPageException("it ends before its values do");
    }

    /** Begins with new arrays for a batch of so many rows. */
    abstract void begin(int rows);

    /** Reads the dictionary from the page. */
    abstract void readDictionary(int count) throws DamagedPageException;

    /** Called before a page's first plain value is read. */
    void startPlain() {
        // most need nothing
    }

    abstract void readPlain(int at, int count) throws DamagedPageException;

    /** Looks values up in the dictionary, which has all of them. */
    abstract void look(int[] wanted, int at, int count) throws DamagedPageException;

    /**
     * Moves the {@code present} values from slot {@code at} on apart, to where {@code nulls} has none of the {@code count}
     * slots.
     */
    abstract void spread(boolean[] nulls, int at, int count, int present);
}
