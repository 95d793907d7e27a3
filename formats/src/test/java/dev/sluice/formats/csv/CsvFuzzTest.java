package dev.sluice.formats.csv;

import dev.sluice.formats.WholeFile;
import dev.sluice.testkit.fuzz.ReaderFuzz;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files with a few bytes changed are read, or refused with a reason. */
class CsvFuzzTest {
    private static final CsvFormat FORMAT = new CsvFormat();
    private static final byte[] PLAIN = bytes("""
        id,name,price,day,at
        1,one,1.50,2024-01-01,2024-01-01T10:00:00
        2,"two, ""quoted"" x",-22.75,2024-02-29,2024-02-29T23:59:59.999999
        3,,,,
        4,"lines
        broken",0.01,1969-12-31,1969-12-31T00:00:00
        """);
    private static final byte[] SEMICOLONS = bytes("a;b\r\n1,5;\"x\r\ny\"\r\n2,5;\"\"\r\n\r\n3,25;é日本🐎\r\n");
    private static final byte[] ONE_COLUMN = bytes("a\n1\n\n3\n");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ReaderFuzz fuzz(byte[]... seeds) {
        return ReaderFuzz.of(seeds)
                .tokens("\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", "\0", "\uFEFF", "'", "\\")
                .tokens("-", ".", "1e999", "99999999999999999999", "0000-00-00", "NaN", "true", " ");
    }

    private static void run(ReaderFuzz fuzz, Map<String, ?> options, long targetBytes) {
        fuzz.run("fuzz.csv", content -> WholeFile.read(FORMAT, "fuzz.csv", content, options, targetBytes));
    }

    @Test
    void wholeFiles() {
        run(fuzz(PLAIN, SEMICOLONS, ONE_COLUMN).rounds(3000), Map.of(), Long.MAX_VALUE);
    }

    @Test
    void filesInSmallRanges() {
        run(fuzz(PLAIN, SEMICOLONS).rounds(1000), Map.of(), 40);
    }

    @Test
    void filesWithEscapes() {
        byte[] escaped = bytes("a,b\n1,\"x \\\"y\\\" \\\\ z\"\n2,\"\\n\"\n");
        run(fuzz(escaped).rounds(1000), Map.of("escape", "\\", "null_text", "NULL"), Long.MAX_VALUE);
    }
}
