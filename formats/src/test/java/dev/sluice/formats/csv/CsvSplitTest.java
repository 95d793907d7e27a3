package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSplitTest {
    private static final String[] PIECES = {"\"\"", "\n", "\r\n", ",", "é", "日本", "🐎", "x", "word ", "\r", "1"};

    @TempDir
    Path folder;

    @Test
    void theRangesTogetherHoldEveryRecordOnce() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            Path path = CsvRows.file(folder, randomFile(random));
            List<List<Object>> whole = CsvRows.read(path, Map.of("parallel", false));
            for (long target : new long[] {1, 7, 64, 333, 5000}) {
                assertThat(CsvRows.read(path, Map.of(), target)).isEqualTo(whole);
            }
        }
    }

    @Test
    void rangesLieEndToEndAndAreAboutAsLargeAsAskedFor() throws Exception {
        Path path = CsvRows.file(folder, "a,b\n" + "12345,\"x\ny\"\n".repeat(100_000));
        try (InputFile file = DiskFile.open(path)) {
            List<FileRange> ranges =
                    CsvRows.FORMAT.split(file, Options.of(CsvRows.FORMAT.readOptions(), Map.of()), 100_000);
            assertThat(ranges).hasSize(13);
            long end = 0;
            for (FileRange range : ranges) {
                assertThat(range.start()).isEqualTo(end);
                assertThat(range.end() - range.start()).isBetween(90_000L, 101_000L);
                end = range.end();
            }
            assertThat(end).isEqualTo(file.length());
        }
    }

    @Test
    void filesAreReadWholeWhereCutsCannotBeFound() throws Exception {
        Path path = CsvRows.file(folder, "a,b\n" + "1,x\n".repeat(1000));
        try (InputFile file = DiskFile.open(path)) {
            for (Map<String, ?> options : List.of(Map.of("parallel", false), Map.of("escape", "\\"))) {
                assertThat(CsvRows.FORMAT.split(file, Options.of(CsvRows.FORMAT.readOptions(), options), 100))
                        .containsExactly(new FileRange(0, file.length()));
            }
        }
    }

    private static String randomFile(Random random) {
        String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        text.append("id,\"te\nxt\",other").append(lineEnd);
        int records = random.nextInt(200);
        for (int i = 0; i < records; i++) {
            text.append(i).append(',').append(randomField(random)).append(',').append(randomField(random));
            text.append(i == records - 1 && random.nextBoolean() ? "" : lineEnd);
            if (random.nextInt(20) == 0) {
                text.append(i == records - 1 ? "" : lineEnd);
            }
        }
        return text.toString();
    }

    private static String randomField(Random random) {
        if (random.nextInt(4) == 0) {
            return "";
        }
        if (random.nextInt(3) == 0) {
            return "plain".substring(random.nextInt(4));
        }
        StringBuilder field = new StringBuilder("\"");
        for (int i = random.nextInt(12); i > 0; i--) {
            field.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return field.append('"').toString();
    }
}
