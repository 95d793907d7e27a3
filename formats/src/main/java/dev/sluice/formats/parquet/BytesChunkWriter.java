package dev.sluice.formats.parquet;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import org.apache.parquet.format.Encoding;

/** BYTE_ARRAY: text and bytes, from the column's array to the page without an object per value. */
final class BytesChunkWriter extends ChunkWriter {
    /** An open dictionary page is judged once it has this many entries at least. */
    private static final int JUDGED_ENTRIES = 512;

    private final BytesStatistic statistic = new BytesStatistic();
    private final BytesDictionary dictionary = new BytesDictionary();
    private final ByteSink plain = new ByteSink(0);
    private int[] indices = new int[0];
    private int indexCount;
    private boolean useDictionary = true;

    BytesChunkWriter(Leaf leaf, PageSink sink, ChunkLimits limits) {
        super(leaf, sink, limits);
    }

    @Override
    void prepare(int count) throws IOException {
        if (useDictionary
                && (dictionary.size() + count > limits().dictionaryEntries()
                        || dictionary.byteCount() > limits().dictionaryBytes())) {
            if (!isFirstPage()) {
                endPage();
            }
            leaveDictionary();
        }
    }

    @Override
    void put(Column column, int[] rows, int from, int count) {
        BytesColumn values = (BytesColumn) column;
        if (useDictionary) {
            indices = ensure(indices, indexCount + count);
            index(values.bytes(), values.offsets(), rows, from, count);
        } else {
            writePlain(values.bytes(), values.offsets(), rows, from, count);
        }
    }

    private void index(byte[] bytes, int[] offsets, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? from + i : rows[i];
            indices[indexCount + i] = dictionary.index(bytes, offsets[row], offsets[row + 1]);
        }
        indexCount += count;
    }

    private void writePlain(byte[] bytes, int[] offsets, int[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? from + i : rows[i];
            writePlain(bytes, offsets[row], offsets[row + 1], plain);
            statistic.add(bytes, offsets[row], offsets[row + 1]);
        }
    }

    private static void writePlain(byte[] bytes, int from, int to, ByteSink out) {
        int length = to - from;
        byte[] target = out.reserve(Integer.BYTES + length);
        int at = out.length();
        LittleEndian.putInt(target, at, length);
        System.arraycopy(bytes, from, target, at + Integer.BYTES, length);
        out.setLength(at + Integer.BYTES + length);
    }

    /** Goes on without a dictionary, and writes what the open page has as plain values. */
    private void leaveDictionary() {
        useDictionary = false;
        if (isFirstPage()) {
            addDictionaryToStatistic();
            for (int i = 0; i < indexCount; i++) {
                writePlain(dictionary.bytes(), dictionary.start(indices[i]), dictionary.end(indices[i]), plain);
            }
            indexCount = 0;
            dictionary.clear();
        }
    }

    private void addDictionaryToStatistic() {
        for (int i = 0; i < dictionary.size(); i++) {
            statistic.add(dictionary.bytes(), dictionary.start(i), dictionary.end(i));
        }
    }

    @Override
    long openBytes() {
        return plain.length() + indexCount * 2L + dictionary.byteCount();
    }

    @Override
    Encoding flushValues(ByteSink body) {
        if (useDictionary && isFirstPage() && dictionary.size() > Math.max(JUDGED_ENTRIES, indexCount / 2)) {
            leaveDictionary();
        }
        if (!useDictionary || dictionary.size() == 0) {
            body.write(plain.array(), 0, plain.length());
            plain.clear();
            return Encoding.PLAIN;
        }
        int bitWidth = RunLengthEncoder.bitWidth(dictionary.size() - 1);
        body.write(bitWidth);
        RunLengthEncoder.encode(indices, indexCount, bitWidth, body);
        indexCount = 0;
        return Encoding.RLE_DICTIONARY;
    }

    @Override
    int flushDictionary(ByteSink body) {
        addDictionaryToStatistic();
        for (int i = 0; i < dictionary.size(); i++) {
            writePlain(dictionary.bytes(), dictionary.start(i), dictionary.end(i), body);
        }
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
