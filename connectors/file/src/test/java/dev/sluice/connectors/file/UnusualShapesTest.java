package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small versions of what {@code benchmarks/sizes.sh} measures: wide tables, many files, long values. */
class UnusualShapesTest {
    private static final int MANY_COLUMNS = 1600;
    private static final int MANY_FILES = 500;
    private static final int LONG_FIELD = 3_000_000;

    @TempDir
    Path data;

    private Path copied(Path from, String name) throws Exception {
        Path to = data.resolve(name);
        FileRuns.copy(from, Map.of(), to, Map.of());
        return to;
    }

    @Test
    void contract11ManyColumnsComeBackFromEveryFormat() throws Exception {
        String header = IntStream.range(0, MANY_COLUMNS).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String rows = IntStream.range(0, 5)
                .mapToObj(row -> IntStream.range(0, MANY_COLUMNS)
                        .mapToObj(i -> String.valueOf(row * MANY_COLUMNS + i))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(data.resolve("wide.csv"), header + "\n" + rows + "\n");

        Path last = file;
        for (String format : List.of("jsonl", "json", "avro", "parquet", "csv")) {
            last = copied(last, "copy." + format);
        }

        assertThat(last).hasSameTextualContentAs(file);
    }

    @Test
    void manySmallFilesAreOneStream() throws Exception {
        Path folder = Files.createDirectory(data.resolve("small"));
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < MANY_FILES; i++) {
            Files.writeString(folder.resolve("%05d.csv".formatted(i)), "id,name\n" + i + ",name " + i + "\n");
            expected.add(List.of((long) i, "name " + i));
        }

        assertThat(FileRuns.rows(copied(folder, "all.parquet"))).isEqualTo(expected);
    }

    @Test
    void contract11ALongFieldComesBackFromEveryFormat() throws Exception {
        String text = "x".repeat(LONG_FIELD);
        Path last = Files.writeString(data.resolve("long.csv"), "id,text\n1," + text + "\n2,short\n");
        for (String format : List.of("jsonl", "json", "avro", "parquet", "csv")) {
            last = copied(last, "copy." + format);
        }

        assertThat(FileRuns.rows(last)).isEqualTo(List.of(List.of(1L, text), List.of(2L, "short")));
    }
}
