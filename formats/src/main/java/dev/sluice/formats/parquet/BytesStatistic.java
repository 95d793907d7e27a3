package dev.sluice.formats.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Statistics;

/** The bounds of byte strings, compared as unsigned bytes. Bounds longer than 64 bytes are not kept in the file. */
final class BytesStatistic implements Statistic {
    private static final int LONGEST = 64;

    private byte[] min;
    private byte[] max;
    private int minFirst;
    private int maxFirst;

    /** Takes {@code bytes[from … to)} into account. */
    void add(byte[] bytes, int from, int to) {
        int first = first(bytes, from, to);
        if (first <= minFirst && (min == null || Arrays.compareUnsigned(bytes, from, to, min, 0, min.length) < 0)) {
            min = Arrays.copyOfRange(bytes, from, to);
            minFirst = first;
        }
        if (first >= maxFirst && (max == null || Arrays.compareUnsigned(bytes, from, to, max, 0, max.length) > 0)) {
            max = Arrays.copyOfRange(bytes, from, to);
            maxFirst = first;
        }
    }

    /** The first byte, -1 where there is none: most values are told from the bounds by it alone. */
    private static int first(byte[] bytes, int from, int to) {
        return from == to ? -1 : bytes[from] & 0xFF;
    }

    BytesStatistic() {
        clear();
    }

    @Override
    public void describe(Statistics statistics) {
        if (min != null && min.length <= LONGEST) {
            statistics.setMin_value(min);
        }
        if (max != null && max.length <= LONGEST) {
            statistics.setMax_value(max);
        }
    }

    @Override
    public void clear() {
        min = null;
        max = null;
        minFirst = 256;
        maxFirst = -1;
    }
}
