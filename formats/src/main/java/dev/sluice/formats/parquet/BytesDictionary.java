package dev.sluice.formats.parquet;

import java.util.Arrays;

/** Numbers the distinct byte strings of a chunk in the order of their first appearance, and holds a copy of each. */
final class BytesDictionary {
    private static final int INITIAL_SLOTS = 256;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Where each value ends in {@link #bytes}; the first starts at 0. */
    private int[] ends = new int[INITIAL_SLOTS / 2];

    private int[] hashes = new int[INITIAL_SLOTS / 2];
    private byte[] bytes = new byte[INITIAL_SLOTS * Long.BYTES];
    /** Index + 1 of the value in each slot; 0 where the slot is free. */
    private int[] slots = new int[INITIAL_SLOTS];

    private int size;

    int size() {
        return size;
    }

    /** The values end to end. */
    byte[] bytes() {
        return bytes;
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    int byteCount() {
        return size == 0 ? 0 : ends[size - 1];
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** The index of {@code source[from … to)}. */
    int index(byte[] source, int from, int to) {
        int hash = hash(source, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            int index = found - 1;
            if (hashes[index] == hash && Arrays.equals(bytes, start(index), ends[index], source, from, to)) {
                return index;
            }
            slot = slot + 1 & mask;
        }
        return add(source, from, to, hash, slot);
    }

    private int add(byte[] source, int from, int to, int hash, int slot) {
        int start = byteCount();
        int end = Math.addExact(start, to - from);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(source, from, bytes, start, to - from);
        slots[slot] = size + 1;
        hashes[size] = hash;
        ends[size] = end;
        if (++size == ends.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        ends = Arrays.copyOf(ends, size * 2);
        hashes = Arrays.copyOf(hashes, size * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = hashes[i] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1;
        }
    }

    private static int hash(byte[] source, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ LittleEndian.getLong(source, at)) * SPREAD;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | source[at] & 0xFF;
        }
        hash = (hash ^ rest) * SPREAD;
        return (int) (hash ^ hash >>> 32);
    }
}
