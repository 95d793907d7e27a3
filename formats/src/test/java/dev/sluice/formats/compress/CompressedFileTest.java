package dev.sluice.formats.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.Compression;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed files are read whole and forward; what is wrong with them is said with its place. */
class CompressedFileTest {
    private static final byte[] SMALL = "id,name\n1,Ada\n".getBytes(StandardCharsets.UTF_8);

    private static byte[] compress(Compression compression, byte[]... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] member : members) {
            try (OutputStream out = FileCompression.compress(bytes, compression, OptionalInt.empty())) {
                out.write(member);
            }
        }
        return bytes.toByteArray();
    }

    private static InputFile open(byte[] compressed, Compression compression) {
        return FileCompression.decompress(new MemoryFile("orders.csv.gz", compressed), compression);
    }

    private static byte[] content(byte[] compressed, Compression compression) throws IOException {
        try (InputFile file = open(compressed, compression)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] block = new byte[10_000];
            int read;
            while ((read = file.read(content.size(), block, 0, block.length)) > 0) {
                content.write(block, 0, read);
            }
            return content.toByteArray();
        }
    }

    private static byte[] text(int bytes) {
        byte[] text = new byte[bytes];
        Random random = new Random(bytes);
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) ('a' + random.nextInt(16));
        }
        return text;
    }

    private static void assertMalformed(byte[] compressed, Compression compression, String... parts) {
        assertThatThrownBy(() -> content(compressed, compression))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContaining("orders.csv.gz")
                .hasMessageContainingAll(parts);
    }

    private static byte[] with(byte[] bytes, int position, int value) {
        byte[] changed = bytes.clone();
        changed[position < 0 ? bytes.length + position : position] = (byte) value;
        return changed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void allMembersAreRead(Compression compression) throws IOException {
        byte[] large = text(1_500_000);

        byte[] content = content(compress(compression, SMALL, new byte[0], large, SMALL), compression);

        assertThat(content).isEqualTo(join(join(SMALL, large), SMALL));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 524_288, 524_289, 2_000_000})
    void anyLengthIsReadToItsEndAndNotBeyond(int length) throws IOException {
        byte[] text = text(length);

        assertThat(content(compress(Compression.GZIP, text), Compression.GZIP)).isEqualTo(text);
        assertThat(content(compress(Compression.ZSTD, text), Compression.ZSTD)).isEqualTo(text);
    }

    @Test
    void readingMayGoBackAndForth() throws IOException {
        byte[] text = text(3_000_000);
        Random random = new Random(1);
        try (InputFile file = open(compress(Compression.GZIP, text), Compression.GZIP)) {
            assertThat(file.length()).isEqualTo(InputFile.UNKNOWN_LENGTH);
            for (int i = 0; i < 100; i++) {
                int position = random.nextInt(text.length);
                byte[] part = new byte[random.nextInt(1, 300_000)];
                int read = file.readUpTo(position, part, 0, part.length);

                assertThat(Arrays.copyOf(part, read))
                        .isEqualTo(Arrays.copyOfRange(text, position, Math.min(text.length, position + part.length)));
            }
            assertThat(file.isLongerThan(text.length - 1)).isTrue();
            assertThat(file.isLongerThan(text.length)).isFalse();
            assertThat(file.read(text.length + 1_000_000L, new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void aGzipHeaderMayHaveNameCommentExtraFieldAndChecksum() throws IOException {
        byte[] plain = compress(Compression.GZIP, SMALL);
        byte[] header = HexFormat.of().parseHex("1f8b081e000000000003" + "0400" + "01020304" + "6100" + "6200");
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(content(join(join(header, checksum), body), Compression.GZIP))
                .isEqualTo(SMALL);
        assertMalformed(
                join(join(header, with(checksum, 0, checksum[0] + 1)), body), Compression.GZIP, "header", "checksum");
    }

    @Test
    void skippableZstdFramesAreSkipped() throws IOException {
        byte[] skippable = HexFormat.of().parseHex("502a4d1803000000" + "010203");
        byte[] frame = compress(Compression.ZSTD, SMALL);

        assertThat(content(join(join(frame, skippable), frame), Compression.ZSTD))
                .isEqualTo(join(SMALL, SMALL));
    }

    @Test
    void aCutOffFileIsRefusedWhereverItIsCut() throws IOException {
        byte[] gzip = compress(Compression.GZIP, SMALL);
        byte[] zstd = compress(Compression.ZSTD, SMALL);

        for (int length = 1; length < gzip.length; length++) {
            assertMalformed(Arrays.copyOf(gzip, length), Compression.GZIP, "byte " + length, "cut off");
        }
        for (int length = 1; length < zstd.length; length++) {
            assertMalformed(Arrays.copyOf(zstd, length), Compression.ZSTD, "byte 0", "byte " + length);
        }
    }

    @Test
    void anEmptyFileIsRefused() {
        assertMalformed(new byte[0], Compression.GZIP, "byte 0", "empty");
        assertMalformed(new byte[0], Compression.ZSTD, "byte 0", "empty");
    }

    @Test
    void whatFollowsTheCompressedDataIsRefused() throws IOException {
        byte[] gzip = compress(Compression.GZIP, SMALL);
        byte[] zstd = compress(Compression.ZSTD, SMALL);

        assertMalformed(join(gzip, new byte[1]), Compression.GZIP, "byte " + gzip.length, "not gzip");
        assertMalformed(join(gzip, SMALL), Compression.GZIP, "byte " + gzip.length, "not gzip");
        assertMalformed(join(zstd, SMALL), Compression.ZSTD, "damaged");
    }

    @Test
    void plainTextIsNotTakenForCompressed() {
        assertMalformed(SMALL, Compression.GZIP, "byte 0", "not gzip", "'compression'");
        assertMalformed(SMALL, Compression.ZSTD, "byte 0");
    }

    @Test
    void wrongChecksumsAndSizesAreRefusedWithTheirPlace() throws IOException {
        byte[] gzip = compress(Compression.GZIP, SMALL);
        byte[] two = join(gzip, gzip);

        assertMalformed(with(gzip, -8, gzip[gzip.length - 8] + 1), Compression.GZIP, "starts at byte 0", "checksum");
        assertMalformed(
                with(two, -8, two[two.length - 8] + 1), Compression.GZIP, "starts at byte " + gzip.length, "checksum");
        assertMalformed(with(gzip, -1, 1), Compression.GZIP, "size");
        byte[] zstd = compress(Compression.ZSTD, SMALL);
        assertMalformed(with(zstd, -1, zstd[zstd.length - 1] + 1), Compression.ZSTD, "checksum");
    }

    @Test
    void brokenHeadersAreRefused() throws IOException {
        byte[] gzip = compress(Compression.GZIP, SMALL);

        assertMalformed(with(gzip, 2, 7), Compression.GZIP, "deflate");
        assertMalformed(with(gzip, 3, 0x80), Compression.GZIP, "reserved");
        assertMalformed(with(gzip, 10, 0x07), Compression.GZIP, "damaged");
    }

    @Test
    void everyChangedByteIsNoticedOrChangesNothing() throws IOException {
        Random random = new Random(7);
        byte[] text = text(20_000);
        for (Compression compression : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            byte[] compressed = compress(compression, text);
            for (int i = 0; i < 300; i++) {
                int at = random.nextInt(compressed.length);
                byte[] broken = with(compressed, at, compressed[at] ^ 1 << random.nextInt(8));
                try {
                    assertThat(content(broken, compression)).isEqualTo(text);
                } catch (ConnectorException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
                }
            }
        }
    }

    /** 40 GB in 40 MB of members that share their bytes: only what is asked for is made. */
    @Test
    void aBombIsInflatedOnlyAsFarAsItIsRead() throws IOException {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[100 << 20]);
        deflater.finish();
        byte[] body = new byte[200 << 10];
        int size = deflater.deflate(body);
        deflater.end();
        byte[] header = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0};
        byte[] bomb = join(header, Arrays.copyOf(body, size));
        try (InputFile file = open(bomb, Compression.GZIP)) {
            byte[] start = new byte[1 << 20];

            assertThat(file.readUpTo(0, start, 0, start.length)).isEqualTo(start.length);
            assertThat(start).containsOnly(0);
        }
        assertMalformed(bomb, Compression.GZIP, "cut off");
    }

    /** A file in memory. */
    private record MemoryFile(String name, byte[] content) implements InputFile {
        @Override
        public long length() {
            return content.length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) {
            int read = (int) Math.min(Math.min(count, 1000), content.length - position);
            if (read <= 0) {
                return -1;
            }
            System.arraycopy(content, (int) position, target, offset, read);
            return read;
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }
}
