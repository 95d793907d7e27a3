package dev.sluice.formats.parquet;

/** Decodes booleans: a bit each, or in runs. */
final class BooleanDecoder extends ValueDecoder {
    /** How many bits of the current page were read. */
    private long bit;

    boolean[] values;

    @Override
    void begin(int rows) {
        values = new boolean[rows];
    }

    @Override
    void readDictionary(int count) throws DamagedPageException {
        throw new DamagedPageException("it is a dictionary of booleans, which there can't be");
    }

    @Override
    void startPlain() {
        bit = 0;
    }

    @Override
    void readPlain(int at, int count) throws DamagedPageException {
        if (count > ((long) end - position) * Byte.SIZE - bit) {
            throw cutOff();
        }
        for (int i = 0; i < count; i++, bit++) {
            values[at + i] = (page[position + (int) (bit >>> 3)] >>> (bit & 7) & 1) != 0;
        }
    }

    @Override
    void look(int[] wanted, int at, int count) {
        for (int i = 0; i < count; i++) {
            values[at + i] = wanted[i] != 0;
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int count, int present) {
        int from = at + present;
        for (int to = at + count - 1; from <= to; to--) {
            if (!nulls[to]) {
                values[to] = values[--from];
            }
        }
    }
}
