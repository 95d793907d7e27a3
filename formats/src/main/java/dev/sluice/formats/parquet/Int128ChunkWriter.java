package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** FIXED_LEN_BYTE_ARRAY: UUIDs, and decimals above 18 digits as big-endian two's complement. */
final class Int128ChunkWriter extends ChunkWriter implements Statistic {
    private final int width;
    /** Turns the order of UUIDs, unsigned, into a signed one. */
    private final long signFlip;

    private final ByteSink plain = new ByteSink(0);
    private boolean empty = true;
    private long minHigh;
    private long minLow;
    private long maxHigh;
    private long maxLow;

    Int128ChunkWriter(Leaf leaf, PageSink sink, ChunkLimits limits) {
        super(leaf, sink, limits);
        this.width = PhysicalTypes.fixedLength(leaf.type());
        this.signFlip = leaf.type() == Type.UUID ? Long.MIN_VALUE : 0;
    }

    @Override
    void prepare(int count) {
        // nothing to give up
    }

    @Override
    void put(Column column, int[] rows, int from, int count) {
        Int128Column values = (Int128Column) column;
        byte[] target = plain.reserve(count * width);
        int at = plain.length();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? from + i : rows[i];
            long high = values.high(row);
            long low = values.low(row);
            bound(high, low);
            write(high, low, target, at);
            at += width;
        }
        plain.setLength(at);
    }

    private void write(long high, long low, byte[] target, int at) {
        long rest = low;
        long next = high;
        for (int i = width - 1, byteOfLong = 0; i >= 0; i--) {
            target[at + i] = (byte) rest;
            rest >>>= Byte.SIZE;
            if (++byteOfLong == Long.BYTES) {
                rest = next;
            }
        }
    }

    private void bound(long high, long low) {
        if (empty || less(high, low, minHigh, minLow)) {
            minHigh = high;
            minLow = low;
        }
        if (empty || less(maxHigh, maxLow, high, low)) {
            maxHigh = high;
            maxLow = low;
        }
        empty = false;
    }

    private boolean less(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : (high ^ signFlip) < (otherHigh ^ signFlip);
    }

    @Override
    long openBytes() {
        return plain.length();
    }

    @Override
    Encoding flushValues(ByteSink body) {
        body.write(plain.array(), 0, plain.length());
        plain.clear();
        return Encoding.PLAIN;
    }

    @Override
    int flushDictionary(ByteSink body) {
        return 0;
    }

    @Override
    void startChunk() {
        // no dictionary
    }

    @Override
    Statistic statistic() {
        return this;
    }

    @Override
    public void describe(Statistics statistics) {
        if (!empty) {
            byte[] min = new byte[width];
            byte[] max = new byte[width];
            write(minHigh, minLow, min, 0);
            write(maxHigh, maxLow, max, 0);
            statistics.setMin_value(min);
            statistics.setMax_value(max);
        }
    }

    @Override
    public void clear() {
        empty = true;
    }
}
