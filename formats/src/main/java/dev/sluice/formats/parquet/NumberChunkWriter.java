package dev.sluice.formats.parquet;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import org.apache.parquet.format.Encoding;

/**
 * INT32, INT64, FLOAT and DOUBLE. Values are widened to the bits of a long first, so that one small loop each serves
 * all of them for dictionary, bounds and encoding.
 */
final class NumberChunkWriter extends ChunkWriter {
    private static final long NANOS_PER_MICRO = 1000;

    private final int width;
    private final boolean timeInMicros;
    private final LongStatistic statistic;
    private final LongDictionary dictionary = new LongDictionary();
    private final ByteSink plain = new ByteSink(0);
    private long[] bits;
    private int[] indices = new int[0];
    private int indexCount;
    /** Whether values go to the dictionary; a column that gave it up once starts the next chunks without. */
    private boolean useDictionary = true;

    NumberChunkWriter(Leaf leaf, PageSink sink, ChunkLimits limits) {
        super(leaf, sink, limits);
        this.statistic = new LongStatistic(leaf.physicalType());
        this.width = switch (leaf.physicalType()) {
            case INT32, FLOAT -> Integer.BYTES;
            default -> Long.BYTES;
        };
        this.timeInMicros = leaf.type() instanceof Type.Time time && time.precision() <= 6;
    }

    @Override
    void prepare(int count) throws IOException {
        if (useDictionary && dictionary.size() + count > limits().dictionaryEntries()) {
            if (!isFirstPage()) {
                endPage();
            }
            leaveDictionary();
        }
    }

    @Override
    void put(Column column, int[] rows, int from, int count) {
        if (rows == null && column instanceof LongColumn longs && !timeInMicros) {
            encode(longs.values(), from, count);
        } else {
            bits = sink().longs(count);
            gather(column, rows, from, count);
            encode(bits, 0, count);
        }
    }

    private void gather(Column column, int[] rows, int from, int count) {
        switch (column) {
            case IntColumn ints -> gather(ints.values(), rows, from, count);
            case LongColumn longs -> gather(longs.values(), rows, from, count);
            case FloatColumn floats -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = Float.floatToRawIntBits(floats.get(rows == null ? from + i : rows[i]));
                }
            }
            case DoubleColumn doubles -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = Double.doubleToRawLongBits(doubles.get(rows == null ? from + i : rows[i]));
                }
            }
            case NanoTimestampColumn nanos -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = epochNanos(nanos, rows == null ? from + i : rows[i]);
                }
            }
            default ->
                throw new IllegalArgumentException(
                        leaf().name() + ": " + column.getClass().getSimpleName() + " for " + leaf().type());
        }
    }

    private void gather(int[] values, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            bits[i] = values[rows == null ? from + i : rows[i]];
        }
    }

    private void gather(long[] values, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            bits[i] = values[rows == null ? from + i : rows[i]];
        }
        if (timeInMicros) {
            for (int i = 0; i < count; i++) {
                bits[i] /= NANOS_PER_MICRO;
            }
        }
    }

    private long epochNanos(NanoTimestampColumn column, int row) {
        long micros = column.micros(row);
        // of two products the one nearer to zero, so that the least number of all is reached too
        long whole = micros < 0 ? micros + 1 : micros;
        long rest = micros < 0 ? column.nanos(row) - NANOS_PER_MICRO : column.nanos(row);
        try {
            return Math.addExact(Math.multiplyExact(whole, NANOS_PER_MICRO), rest);
        } catch (ArithmeticException e) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    "column '" + leaf().name() + "': Parquet holds timestamps with nanoseconds from 1677-09-21 to"
                            + " 2262-04-11 only, and there is one of "
                            + Math.floorDiv(micros, 1_000_000L)
                            + " seconds since 1970; declare the column as timestamp(6) to keep microseconds",
                    e);
        }
    }

    private void encode(long[] values, int from, int count) {
        if (useDictionary) {
            indices = ensure(indices, indexCount + count);
            dictionary.indices(values, from, count, indices, indexCount);
            indexCount += count;
        } else {
            statistic.add(values, from, count);
            writePlain(values, from, count, plain);
        }
    }

    private void writePlain(long[] values, int from, int count, ByteSink out) {
        byte[] target = out.reserve(count * width);
        int at = out.length();
        if (width == Integer.BYTES) {
            for (int i = 0; i < count; i++) {
                LittleEndian.putInt(target, at + i * Integer.BYTES, (int) values[from + i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                LittleEndian.putLong(target, at + i * Long.BYTES, values[from + i]);
            }
        }
        out.setLength(at + count * width);
    }

    /** Goes on without a dictionary, and writes what the open page has as plain values. */
    private void leaveDictionary() {
        useDictionary = false;
        if (isFirstPage()) {
            statistic.add(dictionary.values(), 0, dictionary.size());
            for (int done = 0; done < indexCount; ) {
                int count = Math.min(1024, indexCount - done);
                bits = sink().longs(count);
                for (int i = 0; i < count; i++) {
                    bits[i] = dictionary.values()[indices[done + i]];
                }
                writePlain(bits, 0, count, plain);
                done += count;
            }
            dictionary.clear();
            indexCount = 0;
        }
    }

    @Override
    long openBytes() {
        return plain.length() + indexCount * 2L + dictionary.size() * (long) width;
    }

    @Override
    Encoding flushValues(ByteSink body) {
        if (useDictionary && isFirstPage() && dictionary.size() > indexCount / 2 && dictionary.size() > 512) {
            leaveDictionary();
        }
        if (!useDictionary || dictionary.size() == 0) {
            body.write(plain.array(), 0, plain.length());
            plain.clear();
            return Encoding.PLAIN;
        }
        int bitWidth = RunLengthEncoder.bitWidth(Math.max(0, dictionary.size() - 1));
        body.write(bitWidth);
        RunLengthEncoder.encode(indices, indexCount, bitWidth, body);
        indexCount = 0;
        return Encoding.RLE_DICTIONARY;
    }

    @Override
    int flushDictionary(ByteSink body) {
        statistic.add(dictionary.values(), 0, dictionary.size());
        writePlain(dictionary.values(), 0, dictionary.size(), body);
        return dictionary.size();
    }

    @Override
    void startChunk() {
        dictionary.clear();
    }

    @Override
    Statistic statistic() {
        return statistic;
    }
}
