package dev.sluice.formats.parquet;

/**
 * Reads what {@link RunLengthEncoder} writes, some values at a time: however many a run claims to have, none are made
 * before they are asked for. Not thread-safe.
 */
final class RunLengthDecoder {
    /** Bytes that must be readable behind the encoded ones. */
    static final int SLACK = Long.BYTES;

    private static final int GROUP = 8;
    private static final int MAX_VARINT_BITS = 35;

    private byte[] bytes;
    private int position;
    private int end;
    private int width;
    /** How many values are left of the run, and whether they are all {@link #repeated} or packed. */
    private long left;

    private boolean packed;
    private int repeated;
    /** Where the next packed value is, in bits from {@link #packedStart}. */
    private long bit;

    private int packedStart;

    /**
     * Begins with the runs in {@code bytes[from … to)}.
     *
     * @param bitWidth 0 to 32
     * @throws DamagedPageException where there can be no values of that width
     */
    void start(byte[] source, int from, int to, int bitWidth) throws DamagedPageException {
        if (bitWidth < 0 || bitWidth > Integer.SIZE) {
            throw new DamagedPageException("it has values of " + bitWidth + " bits");
        }
        bytes = source;
        position = from;
        end = to;
        width = bitWidth;
        left = 0;
    }

    /** Reads the next {@code count} values. */
    void read(int[] target, int at, int count) throws DamagedPageException {
        int done = 0;
        while (done < count) {
            while (left == 0) {
                nextRun();
            }
            int step = (int) Math.min(left, count - done);
            if (packed) {
                unpack(target, at + done, step);
            } else {
                fill(target, at + done, step, repeated);
            }
            left -= step;
            done += step;
        }
    }

    /**
     * Passes the next {@code count} values if one run has them all and they are {@code value}.
     *
     * @return false, with nothing passed, where not, or where it takes a closer look
     */
    boolean passRun(int value, int count) throws DamagedPageException {
        if (left == 0) {
            nextRun();
        }
        if (packed || repeated != value || left < count) {
            return false;
        }
        left -= count;
        return true;
    }

    private static void fill(int[] target, int at, int count, int value) {
        for (int i = at; i < at + count; i++) {
            target[i] = value;
        }
    }

    private void unpack(int[] target, int at, int count) {
        byte[] source = bytes;
        long mask = (1L << width) - 1;
        long next = bit;
        int base = packedStart;
        for (int i = at; i < at + count; i++) {
            target[i] = (int) (LittleEndian.getLong(source, base + (int) (next >>> 3)) >>> (next & 7) & mask);
            next += width;
        }
        bit = next;
    }

    private void nextRun() throws DamagedPageException {
        long header = varint();
        packed = (header & 1) != 0;
        if (packed) {
            left = (header >>> 1) * GROUP;
            long length = (header >>> 1) * width;
            // a last group may be cut off where its values are not needed
            packedStart = position;
            bit = 0;
            if (length > end - position) {
                left = width == 0 ? left : Math.min(left, (long) (end - position) * Byte.SIZE / width);
                length = (long) end - position;
            }
            position += (int) length;
        } else {
            left = header >>> 1;
            int size = (width + Byte.SIZE - 1) / Byte.SIZE;
            if (size > end - position) {
                throw cutOff();
            }
            repeated = 0;
            for (int i = 0; i < size; i++) {
                repeated |= (bytes[position++] & 0xFF) << Byte.SIZE * i;
            }
        }
    }

    private long varint() throws DamagedPageException {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS && position < end; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw cutOff();
    }

    private static DamagedPageException cutOff() {
        return new DamagedPageException("it ends before its values do");
    }
}
