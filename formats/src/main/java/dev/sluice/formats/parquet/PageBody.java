package dev.sluice.formats.parquet;

import dev.hardwood.metadata.CompressionCodec;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;

/** What a page holds behind its header, checked and unpacked to an array that the next page overwrites. Not thread-safe. */
final class PageBody implements AutoCloseable {
    /** A buffer that one large value has blown up beyond this is not kept. */
    private static final int KEPT_BYTES = 16 << 20;

    private static final int MAX_BYTES = Integer.MAX_VALUE - 2 * RunLengthDecoder.SLACK;

    private final CRC32 crc = new CRC32();
    private PageUnpacker unpacker;
    private byte[] bytes = new byte[0];

    void open(CompressionCodec codec) {
        unpacker = PageUnpacker.of(codec);
    }

    /** The last page, with {@link RunLengthDecoder#SLACK} bytes behind it. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Unpacks the page at {@code source[from …]}.
     *
     * @param asIs how many bytes at its beginning aren't compressed
     * @return how many bytes it has then
     */
    int unpack(PageHeader header, byte[] source, int from, int asIs) throws DamagedPageException {
        int packed = header.getCompressed_page_size();
        int length = header.getUncompressed_page_size();
        if (length < asIs || length > MAX_BYTES) {
            throw new DamagedPageException("it says that it has " + length + " bytes uncompressed");
        }
        if (header.isSetCrc()) {
            crc.reset();
            crc.update(source, from, packed);
            if ((int) crc.getValue() != header.getCrc()) {
                throw new DamagedPageException("it is damaged: its checksum is another one");
            }
        }
        if (bytes.length < length + RunLengthDecoder.SLACK || bytes.length > KEPT_BYTES) {
            close();
            bytes = SpareBytes.take(length + RunLengthDecoder.SLACK);
        }
        System.arraycopy(source, from, bytes, 0, asIs);
        if (length > asIs) {
            int made = unpack(source, from + asIs, packed - asIs, asIs, length - asIs);
            if (made != length - asIs) {
                throw new DamagedPageException(
                        "it says that it has " + length + " bytes uncompressed, and has " + (asIs + made));
            }
        }
        return length;
    }

    /** Lets go of the buffer. */
    @Override
    public void close() {
        SpareBytes.give(bytes);
        bytes = new byte[0];
    }

    private int unpack(byte[] source, int from, int count, int at, int size) throws DamagedPageException {
        try {
            return unpacker.unpack(source, from, count, bytes, at, size);
        } catch (IOException e) {
            throw new DamagedPageException("it can't be unpacked: " + e.getMessage());
        }
    }
}
