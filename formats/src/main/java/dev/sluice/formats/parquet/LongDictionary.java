package dev.sluice.formats.parquet;

import java.util.Arrays;

/** Numbers the distinct values of a chunk in the order of their first appearance: open addressing over longs. */
final class LongDictionary {
    private static final int INITIAL_SLOTS = 256;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] values = new long[INITIAL_SLOTS / 2];
    /** Index + 1 of the value in each slot; 0 where the slot is free. */
    private int[] slots = new int[INITIAL_SLOTS];

    private int shift = Long.SIZE - Integer.numberOfTrailingZeros(INITIAL_SLOTS);
    private int size;

    int size() {
        return size;
    }

    /** The distinct values by index, valid up to {@link #size()}. */
    long[] values() {
        return values;
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** Writes the index of each of {@code source[from … from + count)} to {@code target} from {@code at} on. */
    void indices(long[] source, int from, int count, int[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = index(source[from + i]);
        }
    }

    private int index(long value) {
        int mask = slots.length - 1;
        int slot = (int) (value * SPREAD >>> shift);
        for (int index = slots[slot]; index != 0; index = slots[slot]) {
            if (values[index - 1] == value) {
                return index - 1;
            }
            slot = slot + 1 & mask;
        }
        return add(value, slot);
    }

    private int add(long value, int slot) {
        slots[slot] = size + 1;
        values[size] = value;
        if (++size == values.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        values = Arrays.copyOf(values, size * 2);
        slots = new int[slots.length * 2];
        shift--;
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = (int) (values[i] * SPREAD >>> shift);
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1;
        }
    }
}
