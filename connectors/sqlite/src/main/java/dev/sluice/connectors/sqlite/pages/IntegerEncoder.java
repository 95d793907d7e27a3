package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;

/** Integers, and booleans as 0 and 1. */
class IntegerEncoder extends ColumnEncoder {
    private long[] values = {};
    private long[] widened = {};

    final long value(int row) {
        return values[row];
    }

    @Override
    void takeValues(Column column) {
        if (column instanceof LongColumn longs) {
            values = longs.values();
            return;
        }
        int size = column.size();
        if (widened.length < size) {
            widened = new long[size];
        }
        values = widened;
        switch (column) {
            case IntColumn ints -> {
                int[] narrow = ints.values();
                for (int row = 0; row < size; row++) {
                    widened[row] = narrow[row];
                }
            }
            case BooleanColumn booleans -> {
                boolean[] flags = booleans.values();
                for (int row = 0; row < size; row++) {
                    widened[row] = flags[row] ? 1 : 0;
                }
            }
            default -> throw new IllegalArgumentException("no column of integers: " + column.getClass());
        }
    }

    @Override
    void classify(int from, int to) {
        for (int row = from; row < to; row++) {
            types[row - from] = SerialType.ofInteger(values[row]);
        }
    }

    @Override
    final void writeValues(int from, int count, byte[] out, int[] at) {
        for (int i = 0; i < count; i++) {
            at[i] = write(types[i], values[from + i], out, at[i]);
        }
    }

    /** Writes an integer of a type, or nothing where that says it all; the position after it. */
    static int write(int type, long value, byte[] out, int at) {
        int end = at + SerialType.length(type);
        long rest = value;
        for (int i = end - 1; i >= at; i--) {
            out[i] = (byte) rest;
            rest >>= Byte.SIZE;
        }
        return end;
    }
}
