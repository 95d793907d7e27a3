package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/**
 * Encodes the values of one leaf column into the pages of a column chunk, and holds these until the row group is written.
 * Subclasses encode the values of one physical form. Not thread-safe.
 */
abstract class ChunkWriter {
    /** Values that are encoded in one go: small enough to stay in the processor's cache. */
    private static final int STEP = 4096;

    private final Leaf leaf;
    private final PageSink sink;
    private final ChunkLimits limits;
    private final Levels definitions;
    private final Levels repetitions;
    private final List<PageSink.Page> pages = new ArrayList<>();
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private PageSink.Page dictionaryPage;
    private long storedBytes;
    private long slots;
    private long nulls;
    private int pageSlots;

    ChunkWriter(Leaf leaf, PageSink sink, ChunkLimits limits) {
        this.leaf = leaf;
        this.sink = sink;
        this.limits = limits;
        this.definitions = leaf.maxDefinition() > 0 ? new Levels(leaf.maxDefinition()) : null;
        this.repetitions = leaf.maxRepetition() > 0 ? new Levels(leaf.maxRepetition()) : null;
    }

    static ChunkWriter of(Leaf leaf, PageSink sink, ChunkLimits limits) {
        return switch (leaf.physicalType()) {
            case BOOLEAN -> new BooleanChunkWriter(leaf, sink, limits);
            case BYTE_ARRAY -> new BytesChunkWriter(leaf, sink, limits);
            case FIXED_LEN_BYTE_ARRAY -> new Int128ChunkWriter(leaf, sink, limits);
            default -> new NumberChunkWriter(leaf, sink, limits);
        };
    }

    final Leaf leaf() {
        return leaf;
    }

    final PageSink sink() {
        return sink;
    }

    final ChunkLimits limits() {
        return limits;
    }

    /** Whether no page of the chunk was completed yet. */
    final boolean isFirstPage() {
        return pages.isEmpty();
    }

    /**
     * Adds values to the open page.
     *
     * @param rows where the values are in the column; null where they are {@code from … from + count}
     */
    abstract void put(Column column, int[] rows, int from, int count);

    /** Called before up to {@code count} more values come, while page and levels are in step. */
    abstract void prepare(int count) throws IOException;

    /** Bytes that the open page's values take. */
    abstract long openBytes();

    /** Writes the open page's values and forgets them. */
    abstract Encoding flushValues(ByteSink body);

    /** Writes the dictionary page's body, where pages refer to one; returns the number of its entries, else 0. */
    abstract int flushDictionary(ByteSink body);

    /** Forgets the chunk, after its dictionary was written. */
    abstract void startChunk();

    abstract Statistic statistic();

    /** Adds the values of a column that lies in no list or struct. */
    final void append(Column column) throws IOException {
        boolean[] mask = column.nulls();
        for (int from = 0; from < column.size(); ) {
            int count = Math.min(column.size() - from, Math.min(STEP, limits.pageValues() - pageSlots));
            prepare(count);
            if (mask == null) {
                if (definitions != null) {
                    definitions.repeat(1, count);
                }
                put(column, null, from, count);
            } else {
                definitions.addNulls(mask, from, count);
                int[] positions = sink.ints(count);
                int present = 0;
                for (int row = from; row < from + count; row++) {
                    positions[present] = row;
                    present += mask[row] ? 0 : 1;
                }
                nulls += count - present;
                put(column, positions, 0, present);
            }
            endStep(count);
            from += count;
        }
    }

    /** Adds the values that slots refer to. */
    final void append(Column column, Slots source) throws IOException {
        for (int from = 0; from < source.count(); ) {
            int end = Math.min(source.count(), from + Math.min(STEP, Math.max(1, limits.pageValues() - pageSlots)));
            // a page starts with a new row, so that readers can skip to it
            while (end < source.count() && repetitions != null && source.repetition()[end] > 0) {
                end++;
            }
            int count = end - from;
            prepare(count);
            if (definitions != null) {
                definitions.add(source.definition(), from, count);
            }
            if (repetitions != null) {
                repetitions.add(source.repetition(), from, count);
            }
            int[] present = sink.ints(count);
            int size = 0;
            for (int slot = from; slot < end; slot++) {
                if (source.index()[slot] >= 0) {
                    present[size++] = source.index()[slot];
                }
            }
            nulls += count - size;
            put(column, present, 0, size);
            endStep(count);
            from = end;
        }
    }

    private void endStep(int count) throws IOException {
        pageSlots += count;
        slots += count;
        if (pageSlots >= limits.pageValues() || openBytes() >= limits.pageBytes()) {
            endPage();
        }
    }

    /** Completes the open page. */
    final void endPage() throws IOException {
        if (pageSlots == 0) {
            return;
        }
        ByteSink body = sink.body();
        if (repetitions != null) {
            repetitions.flush(body);
        }
        if (definitions != null) {
            definitions.flush(body);
        }
        Encoding encoding = flushValues(body);
        encodings.add(encoding);
        encodings.add(Encoding.RLE);
        PageSink.Page page = sink.dataPage(pageSlots, encoding);
        pages.add(page);
        storedBytes += page.length();
        pageSlots = 0;
    }

    /** Heap that the chunk takes, about. */
    final long bufferedBytes() {
        return storedBytes + openBytes();
    }

    /** Completes the pages; then {@link #writeTo} can be called. */
    final void endChunk() throws IOException {
        endPage();
        ByteSink body = sink.body();
        int entries = flushDictionary(body);
        if (entries > 0) {
            dictionaryPage = sink.dictionaryPage(entries);
            encodings.add(Encoding.PLAIN);
        }
    }

    /**
     * Writes the chunk and starts the next one.
     *
     * @param offset where in the file it comes to lie
     */
    final ColumnChunk writeTo(OutputStream out, long offset) throws IOException {
        long uncompressed = 0;
        long position = offset;
        if (dictionaryPage != null) {
            sink.write(dictionaryPage, out);
            position += dictionaryPage.length();
            uncompressed += dictionaryPage.uncompressedSize();
        }
        long firstDataPage = position;
        for (PageSink.Page page : pages) {
            sink.write(page, out);
            position += page.length();
            uncompressed += page.uncompressedSize();
        }
        ColumnMetaData meta = new ColumnMetaData(
                leaf.physicalType(),
                List.copyOf(encodings),
                leaf.path(),
                sink.codec(),
                slots,
                uncompressed,
                position - offset,
                firstDataPage);
        if (dictionaryPage != null) {
            meta.setDictionary_page_offset(offset);
        }
        Statistics statistics = new Statistics().setNull_count(nulls);
        statistic().describe(statistics);
        meta.setStatistics(statistics);
        reset();
        return new ColumnChunk(0).setMeta_data(meta);
    }

    private void reset() {
        pages.clear();
        encodings.clear();
        dictionaryPage = null;
        storedBytes = 0;
        slots = 0;
        nulls = 0;
        statistic().clear();
        startChunk();
    }

    /** An array with room for so many values and what the encoder wants beyond: the one given, or a longer copy. */
    static int[] ensure(int[] array, int values) {
        int needed = values + RunLengthEncoder.PADDING;
        return array.length >= needed ? array : Arrays.copyOf(array, Math.max(needed, 2 * array.length));
    }
}
