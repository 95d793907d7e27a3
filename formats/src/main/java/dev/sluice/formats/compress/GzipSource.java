package dev.sluice.formats.compress;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip files as RFC 1952 has them: one or more members, each checked against its checksum and size. What follows
 * the last member must be another or nothing.
 */
final class GzipSource implements BlockSource {
    private static final int ID1 = 0x1F;
    private static final int ID2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final CompressedInput in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final CRC32 headerCrc = new CRC32();
    private long member;
    private boolean inMember;

    GzipSource(InputFile file) {
        this.in = new CompressedInput(file);
    }

    @Override
    public int read(byte[] block) throws IOException {
        int made = 0;
        while (made < block.length && (inMember || nextMember())) {
            made += inflate(block, made);
            if (inflater.finished()) {
                endMember();
            }
        }
        return made;
    }

    private int inflate(byte[] block, int from) throws IOException {
        if (inflater.needsInput()) {
            int count = in.available(true);
            if (count == 0) {
                throw truncated();
            }
            inflater.setInput(in.buffer(), in.index(), count);
        }
        int before = inflater.getRemaining();
        try {
            int made = inflater.inflate(block, from, block.length - from);
            crc.update(block, from, made);
            if (made == 0 && inflater.needsDictionary()) {
                throw in.malformed(in.position(), "the gzip member needs a dictionary, which gzip files don't have");
            }
            return made;
        } catch (DataFormatException e) {
            throw in.malformed(
                    in.position() + before - inflater.getRemaining(),
                    "the gzip data is damaged (" + e.getMessage() + "); fetch or write the file again");
        } finally {
            in.skipBuffered(before - inflater.getRemaining());
        }
    }

    private ConnectorException truncated() {
        return in.malformed(
                in.position(), "the file ends in the middle of its gzip data, so it is cut off; fetch it again");
    }

    /** Moves over a member's header; false at the end of the file. */
    private boolean nextMember() throws IOException {
        member = in.position();
        headerCrc.reset();
        if (in.available(true) == 0) {
            if (member == 0) {
                throw in.malformed(0, "the file is empty, without even a gzip header; fetch or write it again");
            }
            return false;
        }
        if (header() != ID1 || header() != ID2) {
            throw in.malformed(
                    member,
                    member == 0
                            ? "the file is not gzip; set 'compression' to what it is"
                            : "something that is not gzip follows the compressed data; fetch or write the file again");
        }
        if (header() != DEFLATE) {
            throw in.malformed(member, "the gzip member is compressed by another method than deflate");
        }
        int flags = header();
        if ((flags & RESERVED) != 0) {
            throw in.malformed(member, "the gzip header has reserved flags set; fetch or write the file again");
        }
        skipHeader(6);
        if ((flags & HAS_EXTRA) != 0) {
            skipHeader(header() | header() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            long expected = headerCrc.getValue() & 0xFFFF;
            if ((header() | header() << 8) != expected) {
                throw in.malformed(member, "the gzip header has a wrong checksum; fetch or write the file again");
            }
        }
        inflater.reset();
        crc.reset();
        inMember = true;
        return true;
    }

    private int header() throws IOException {
        int next = next();
        headerCrc.update(next);
        return next;
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw truncated();
        }
        return next;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            header();
        }
    }

    private void skipText() throws IOException {
        while (header() != 0) {
            // the text is of no use
        }
    }

    private void endMember() throws IOException {
        long at = in.position();
        long expectedCrc = nextInt();
        long expectedSize = nextInt();
        if (expectedCrc != crc.getValue()) {
            throw in.malformed(
                    at,
                    String.format(
                            Locale.ROOT,
                            "the gzip member that starts at byte %d has the checksum %08x, its content %08x;"
                                    + " fetch or write the file again",
                            member,
                            expectedCrc,
                            crc.getValue()));
        }
        if (expectedSize != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw in.malformed(
                    at,
                    "the gzip member that starts at byte " + member + " has another size than it says; fetch or"
                            + " write the file again");
        }
        inMember = false;
    }

    private long nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
