package dev.sluice.formats.parquet;

import dev.sluice.formats.Compression;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** Turns page bodies into pages as they are in the file; shared by the columns of one writer, which is not thread-safe. */
final class PageSink implements AutoCloseable {
    /** A buffer that one large value has blown up beyond this is not kept. */
    private static final int KEPT_BYTES = 4 << 20;

    private final Compression compression;
    private final OptionalInt level;
    private PageCompressor compressor;
    private final CRC32 crc = new CRC32();
    private final PageStore store = new PageStore();
    private ByteSink body = new ByteSink(1 << 16);
    private ByteSink compressed = new ByteSink(1 << 16);

    private int[] ints = new int[0];
    private long[] longs = new long[0];

    PageSink(Compression compression, OptionalInt level) {
        this.compression = compression;
        this.level = level;
        open();
    }

    /** Begins anew after {@link #close}. */
    void open() {
        compressor = PageCompressor.of(compression, level);
    }

    /** Room for some numbers, until the next call. */
    int[] ints(int count) {
        ints = ints.length < count ? new int[count] : ints;
        return ints;
    }

    /** Room for some numbers, until the next call. */
    long[] longs(int count) {
        longs = longs.length < count ? new long[count] : longs;
        return longs;
    }

    CompressionCodec codec() {
        return switch (compression) {
            case NONE -> CompressionCodec.UNCOMPRESSED;
            case SNAPPY -> CompressionCodec.SNAPPY;
            case GZIP -> CompressionCodec.GZIP;
            case ZSTD -> CompressionCodec.ZSTD;
            case LZ4 -> CompressionCodec.LZ4_RAW;
            case DEFLATE -> throw new IllegalStateException("Parquet has no codec deflate");
        };
    }

    /** An empty buffer to write the body of the next page to. */
    ByteSink body() {
        body.clear();
        return body;
    }

    /** The page whose body was written to {@link #body()}. */
    Page dataPage(int values, Encoding encoding) throws IOException {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, 0, 0);
        header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
        return page(header);
    }

    Page dictionaryPage(int values) throws IOException {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 0, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
        return page(header);
    }

    private Page page(PageHeader header) throws IOException {
        compressed.clear();
        compressor.compress(body, compressed);
        crc.reset();
        crc.update(compressed.array(), 0, compressed.length());
        header.setUncompressed_page_size(body.length());
        header.setCompressed_page_size(compressed.length());
        header.setCrc((int) crc.getValue());
        byte[] headerBytes = CompactThrift.write(header);
        Page page = new Page(
                store.position(), headerBytes.length + compressed.length(), (long) headerBytes.length + body.length());
        store.append(headerBytes, 0, headerBytes.length);
        store.append(compressed.array(), 0, compressed.length());
        body = body.array().length > KEPT_BYTES ? new ByteSink(1 << 16) : body;
        compressed = compressed.array().length > KEPT_BYTES ? new ByteSink(1 << 16) : compressed;
        return page;
    }

    void write(Page page, OutputStream out) throws IOException {
        store.writeTo(out, page);
    }

    /** Forgets all pages. */
    void clear() {
        store.clear();
    }

    /** Gives back what others can use; the buffers stay. */
    @Override
    public void close() {
        compressor.close();
        store.close();
    }

    /**
     * A page as it will be in the file: header and compressed body.
     *
     * @param position in the store, from which it is gone with the next {@link #clear()}
     * @param length in bytes
     * @param uncompressedSize size of header and body without compression
     */
    record Page(long position, int length, long uncompressedSize) {}
}
