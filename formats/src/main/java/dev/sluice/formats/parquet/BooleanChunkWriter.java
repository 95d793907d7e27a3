package dev.sluice.formats.parquet;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.text.ByteSink;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** BOOLEAN: one bit per value. */
final class BooleanChunkWriter extends ChunkWriter implements Statistic {
    private final ByteSink plain = new ByteSink(0);
    private int pending;
    private int pendingBits;
    private boolean anyTrue;
    private boolean anyFalse;

    BooleanChunkWriter(Leaf leaf, PageSink sink, ChunkLimits limits) {
        super(leaf, sink, limits);
    }

    @Override
    void prepare(int count) {
        // nothing to give up
    }

    @Override
    void put(Column column, int[] rows, int from, int count) {
        BooleanColumn values = (BooleanColumn) column;
        for (int i = 0; i < count; i++) {
            boolean value = values.get(rows == null ? from + i : rows[i]);
            anyTrue |= value;
            anyFalse |= !value;
            pending |= (value ? 1 : 0) << pendingBits;
            if (++pendingBits == Byte.SIZE) {
                flushByte();
            }
        }
    }

    private void flushByte() {
        plain.write(pending);
        pending = 0;
        pendingBits = 0;
    }

    @Override
    long openBytes() {
        return plain.length();
    }

    @Override
    Encoding flushValues(ByteSink body) {
        if (pendingBits > 0) {
            flushByte();
        }
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
        if (anyTrue || anyFalse) {
            statistics.setMin_value(new byte[] {(byte) (anyFalse ? 0 : 1)});
            statistics.setMax_value(new byte[] {(byte) (anyTrue ? 1 : 0)});
        }
    }

    @Override
    public void clear() {
        anyTrue = false;
        anyFalse = false;
    }
}
