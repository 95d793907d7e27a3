package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.Encoding;
import dev.hardwood.schema.ColumnSchema;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;

/**
 * Decodes a column that is in no list or struct, page by page, from the usual encodings straight to arrays as our columns
 * have them. Whatever a file claims is checked before it is believed. Not thread-safe.
 */
final class ChunkDecoder implements LeafValues, AutoCloseable {
    private static final Set<Encoding> ENCODINGS = EnumSet.of(
            Encoding.PLAIN,
            Encoding.PLAIN_DICTIONARY,
            Encoding.RLE_DICTIONARY,
            Encoding.RLE,
            // of levels that there are none of: files of parquet-mr name it
            Encoding.BIT_PACKED);

    private static final int INT96_BYTES = 12;

    private final ColumnSchema schema;
    private final boolean optional;
    private final ChunkWindow window;
    private final ValueDecoder values;
    private final RunLengthDecoder definitions = new RunLengthDecoder();
    private final PageBody unpacked = new PageBody();
    private int[] levels = new int[0];
    /** The bytes of the page, unpacked. */
    private byte[] body;

    private PageWalk walk;
    private PageWalk.Page page;
    /** Values of the page that are still to be read, nulls included. */
    private int left;

    private int size;
    private boolean[] nulls;

    /**
     * @param windowBytes how much to read at a time
     */
    ChunkDecoder(InputFile file, ColumnSchema schema, int windowBytes) {
        this.schema = schema;
        this.optional = schema.maxDefinitionLevel() > 0;
        this.window = new ChunkWindow(file, windowBytes);
        this.values = switch (schema.type()) {
            case BOOLEAN -> new BooleanDecoder();
            case INT32 -> new NumberDecoders.Ints();
            case INT64 -> new NumberDecoders.Longs();
            case FLOAT -> new NumberDecoders.Floats();
            case DOUBLE -> new NumberDecoders.Doubles();
            case INT96 -> new BytesDecoder(INT96_BYTES);
            case FIXED_LEN_BYTE_ARRAY -> new BytesDecoder(schema.typeLength());
            case BYTE_ARRAY -> new BytesDecoder(-1);
        };
    }

    /** Whether this can decode a column of a row group. */
    static boolean canDecode(ColumnSchema schema, ColumnChunk chunk) {
        return schema.maxRepetitionLevel() == 0
                && schema.maxDefinitionLevel() <= 1
                && (schema.typeLength() == null || schema.typeLength() > 0)
                && PageUnpacker.of(chunk.metaData().codec()) != null
                && ENCODINGS.containsAll(chunk.metaData().encodings());
    }

    /** Goes to the column's part of another row group. */
    void open(ColumnChunk chunk) {
        page = null;
        long start = chunk.chunkStartOffset();
        window.open(start, start + chunk.metaData().totalCompressedSize());
        walk = new PageWalk(window, chunk);
        unpacked.open(chunk.metaData().codec());
        values.forgetDictionary();
        left = 0;
    }

    /**
     * Decodes the next rows, which are then the current batch.
     *
     * @throws DamagedPageException where they can't be
     */
    void read(int rows) throws IOException {
        try {
            readAll(rows);
        } catch (DamagedPageException e) {
            throw new DamagedPageException("column '" + schema.fieldPath()
                    + (page == null ? "': " : "', " + page.describe() + ": ") + e.getMessage());
        }
    }

    private void readAll(int rows) throws IOException {
        size = rows;
        nulls = null;
        values.begin(rows);
        int done = 0;
        while (done < rows) {
            while (left == 0) {
                nextPage();
            }
            int step = Math.min(left, rows - done);
            read(done, step);
            left -= step;
            done += step;
        }
        if (values instanceof BytesDecoder bytes) {
            bytes.end(rows);
        }
    }

    private void read(int at, int count) throws DamagedPageException {
        int present = optional ? readLevels(at, count) : count;
        values.read(at, present);
        if (present < count) {
            values.spread(nulls, at, count, present);
        }
    }

    /** Marks the nulls among the next values; returns how many are none. */
    private int readLevels(int at, int count) throws DamagedPageException {
        if (definitions.passRun(1, count)) {
            return count;
        }
        if (levels.length < count) {
            levels = new int[count];
        }
        definitions.read(levels, 0, count);
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += levels[i] & 1;
        }
        if (present < count) {
            nulls = nulls == null ? new boolean[size] : nulls;
            for (int i = 0; i < count; i++) {
                nulls[at + i] = (levels[i] & 1) == 0;
            }
        }
        return present;
    }

    private void nextPage() throws IOException {
        page = null;
        body = null;
        if (walk.isDone()) {
            walk.end();
            throw new DamagedPageException("its pages have fewer values than there are rows");
        }
        PageWalk.Page next = walk.next();
        walk.pass(next);
        page = next;
        PageHeader header = page.header();
        if (header.getType() == null) {
            throw new DamagedPageException("it is of a kind that there isn't");
        }
        switch (header.getType()) {
            case DICTIONARY_PAGE -> {
                if (!header.isSetDictionary_page_header()) {
                    throw new DamagedPageException("it is a dictionary without a header of one");
                }
                int length = unpack(header, 0);
                values.dictionary(
                        body, length, header.getDictionary_page_header().getNum_values());
            }
            case DATA_PAGE -> {
                if (header.isSetData_page_header()) {
                    start(header, header.getData_page_header());
                }
            }
            case DATA_PAGE_V2 -> {
                if (header.isSetData_page_header_v2()) {
                    start(header, header.getData_page_header_v2());
                }
            }
            case INDEX_PAGE -> {
                // holds no values
            }
        }
    }

    private void start(PageHeader header, DataPageHeader data) throws IOException {
        int length = unpack(header, 0);
        int from = 0;
        if (optional) {
            if (data.getDefinition_level_encoding() != org.apache.parquet.format.Encoding.RLE) {
                throw new DamagedPageException(
                        "its levels are encoded with " + data.getDefinition_level_encoding() + ", which can't be read");
            }
            from = prefixedLength(0, length);
            definitions.start(body, Integer.BYTES, from, 1);
        }
        start(data.getEncoding(), from, length);
        left = data.getNum_values();
    }

    private void start(PageHeader header, DataPageHeaderV2 data) throws IOException {
        int repetition = data.getRepetition_levels_byte_length();
        int definition = data.getDefinition_levels_byte_length();
        if (repetition < 0 || definition < 0 || (long) repetition + definition > page.size()) {
            throw new DamagedPageException("it says that its levels take " + repetition + " and " + definition
                    + " bytes of its " + page.size());
        }
        boolean packed = !data.isSetIs_compressed() || data.isIs_compressed();
        int length = packed ? unpack(header, repetition + definition) : unpack(header, page.size());
        if (optional) {
            definitions.start(body, repetition, repetition + definition, 1);
        }
        start(data.getEncoding(), repetition + definition, length);
        left = data.getNum_values();
    }

    private void start(org.apache.parquet.format.Encoding encoding, int from, int to) throws IOException {
        if (encoding == org.apache.parquet.format.Encoding.PLAIN) {
            values.start(ValueDecoder.Form.PLAIN, body, from, to);
        } else if (encoding == org.apache.parquet.format.Encoding.RLE_DICTIONARY
                || encoding == org.apache.parquet.format.Encoding.PLAIN_DICTIONARY) {
            values.start(ValueDecoder.Form.INDICES, body, from, to);
        } else if (encoding == org.apache.parquet.format.Encoding.RLE && values instanceof BooleanDecoder) {
            int end = prefixedLength(from, to);
            values.start(ValueDecoder.Form.RUNS, body, from + Integer.BYTES, end);
        } else {
            throw new DamagedPageException("it is encoded with " + encoding + ", which the footer doesn't announce");
        }
    }

    /** Where that ends which has its length in front. */
    private int prefixedLength(int from, int to) throws DamagedPageException {
        int length = to - from < Integer.BYTES ? -1 : LittleEndian.getInt(body, from);
        if (length < 0 || length > to - from - Integer.BYTES) {
            throw new DamagedPageException(
                    "it has levels or runs that go on for " + length + " bytes, and ends before that");
        }
        return from + Integer.BYTES + length;
    }

    private int unpack(PageHeader header, int asIs) throws IOException {
        int from = window.find(page.body(), page.size());
        int length = unpacked.unpack(header, window.bytes(), from, asIs);
        body = unpacked.bytes();
        window.trim();
        return length;
    }

    /** Lets go of the buffers; what has been decoded stays. */
    @Override
    public void close() {
        body = null;
        left = 0;
        window.close();
        unpacked.close();
        values.close();
    }

    @Override
    public ColumnSchema schema() {
        return schema;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    @Override
    public boolean[] booleans() {
        return ((BooleanDecoder) values).values;
    }

    @Override
    public int[] ints() {
        return ((NumberDecoders.Ints) values).values;
    }

    @Override
    public long[] longs() {
        return ((NumberDecoders.Longs) values).values;
    }

    @Override
    public float[] floats() {
        return ((NumberDecoders.Floats) values).values;
    }

    @Override
    public double[] doubles() {
        return ((NumberDecoders.Doubles) values).values;
    }

    @Override
    public byte[] bytes() {
        return ((BytesDecoder) values).values;
    }

    @Override
    public int[] offsets() {
        return ((BytesDecoder) values).offsets;
    }

    @Override
    public int[] definitionLevels() {
        throw new IllegalStateException("it is in no struct or list");
    }

    @Override
    public int[] repetitionLevels() {
        throw new IllegalStateException("it is in no list");
    }
}
