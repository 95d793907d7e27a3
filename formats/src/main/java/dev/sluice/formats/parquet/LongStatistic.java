package dev.sluice.formats.parquet;

import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;

/** The bounds of INT32, INT64, FLOAT and DOUBLE columns, whose values come as the bits of a long. */
final class LongStatistic implements Statistic {
    private final Type physical;
    private long min;
    private long max;
    private double minDouble;
    private double maxDouble;

    LongStatistic(Type physical) {
        this.physical = physical;
        clear();
    }

    void add(long[] values, int from, int count) {
        switch (physical) {
            case FLOAT -> addFloats(values, from, count);
            case DOUBLE -> addDoubles(values, from, count);
            default -> addLongs(values, from, count);
        }
    }

    private void addLongs(long[] values, int from, int count) {
        long smallest = min;
        long largest = max;
        for (int i = from; i < from + count; i++) {
            smallest = Math.min(smallest, values[i]);
            largest = Math.max(largest, values[i]);
        }
        min = smallest;
        max = largest;
    }

    // comparisons with NaN are false: NaN counts for no bound, as the format demands
    private void addDoubles(long[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            addDouble(Double.longBitsToDouble(values[i]));
        }
    }

    private void addFloats(long[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            addDouble(Float.intBitsToFloat((int) values[i]));
        }
    }

    private void addDouble(double value) {
        if (value < minDouble) {
            minDouble = value;
        }
        if (value > maxDouble) {
            maxDouble = value;
        }
        if (!Double.isNaN(value)) {
            min = 0;
            max = 0;
        }
    }

    @Override
    public void describe(Statistics statistics) {
        if (min > max) {
            return;
        }
        // a zero bound stands for both zeros: -0.0 below, 0.0 above
        double low = minDouble == 0 ? -0.0 : minDouble;
        double high = maxDouble == 0 ? 0.0 : maxDouble;
        switch (physical) {
            case FLOAT -> {
                statistics.setMin_value(LittleEndian.bytes(Float.floatToRawIntBits((float) low), Float.BYTES));
                statistics.setMax_value(LittleEndian.bytes(Float.floatToRawIntBits((float) high), Float.BYTES));
            }
            case DOUBLE -> {
                statistics.setMin_value(LittleEndian.bytes(Double.doubleToRawLongBits(low), Double.BYTES));
                statistics.setMax_value(LittleEndian.bytes(Double.doubleToRawLongBits(high), Double.BYTES));
            }
            default -> {
                int width = physical == Type.INT32 ? Integer.BYTES : Long.BYTES;
                statistics.setMin_value(LittleEndian.bytes(min, width));
                statistics.setMax_value(LittleEndian.bytes(max, width));
            }
        }
    }

    @Override
    public void clear() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        minDouble = Double.POSITIVE_INFINITY;
        maxDouble = Double.NEGATIVE_INFINITY;
    }
}
