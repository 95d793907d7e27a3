package dev.sluice.formats.compress;

import dev.sluice.formats.Compression;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.StoredBytes;
import dev.sluice.testkit.fuzz.ReaderFuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed files with a few bytes changed are decompressed, or refused with a reason. */
class CompressedFuzzTest {
    /** No reader asks for more; what decompresses to more is left there. */
    private static final int MOST = 4 << 20;

    private static byte[] compress(Compression compression, String... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String member : members) {
            try (OutputStream out = FileCompression.compress(bytes, compression, OptionalInt.empty())) {
                out.write(member.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void readAll(byte[] content, Compression compression) throws IOException {
        try (InputFile file = FileCompression.decompress(new StoredBytes("fuzz.csv.z", content), compression)) {
            byte[] block = new byte[10_000];
            int done = 0;
            int read;
            while (done < MOST && (read = file.read(done, block, 0, block.length)) > 0) {
                done += read;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void changedFilesAreReadOrRefused(Compression compression) throws IOException {
        String text = "id,name,price\n1,one,1.50\n2,two,-22.75\n".repeat(40);
        ReaderFuzz.of(
                        compress(compression, text),
                        compress(compression, "a\n", text, ""),
                        compress(compression, "x".repeat(300_000)))
                .tokens("\0", "\0\0\0\0", "plain text")
                .tokens(
                        new byte[] {0x1F, (byte) 0x8B, 8, 0},
                        new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
                        new byte[] {0x50, 0x2A, 0x4D, 0x18},
                        new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x7F})
                .rounds(2000)
                .run("fuzz.csv.z", content -> readAll(content, compression));
    }
}
