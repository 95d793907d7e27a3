package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileSourceTest {
    @TempDir
    Path temporary;

    private Path data;

    @BeforeEach
    void makeFolder() throws Exception {
        data = Files.createDirectories(temporary.resolve("data"));
    }

    private Path file(String name, String text) throws Exception {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> streams(Path path, Map<String, ?> options) {
        return FileRuns.discover(FileRuns.source(path, options)).stream()
                .map(stream -> stream.name().toString())
                .toList();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void aFileIsAStreamOfItsBaseName() throws Exception {
        Path file = file("orders.2024.jsonl", "{\"a\":1}\n");

        assertThat(streams(file, Map.of())).containsExactly("orders.2024");
        assertThat(FileRuns.rows(file)).containsExactly(List.of(1L));
    }

    @Test
    void aFolderIsOneStreamOfAllItsFiles() throws Exception {
        file("b.jsonl", "{\"a\":2}\n");
        file("a.jsonl", "{\"a\":1}\n");
        file("deep/er/c.jsonl", "{\"a\":3}\n");
        file("readme.txt", "no data");
        file(".hidden.jsonl", "no data");
        file("_log.jsonl", "no data");

        assertThat(streams(data, Map.of())).containsExactly("data");
        assertThat(FileRuns.rows(data)).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void filesAndFoldersCanBeStreamsOfTheirOwn() throws Exception {
        file("x/a.jsonl", "{\"a\":1}\n");
        file("x/b.jsonl", "{\"b\":1}\n");
        file("y/a.jsonl", "{\"a\":1}\n");

        assertThat(streams(data, Map.of("stream_per", "file"))).containsExactly("x/a", "x/b", "y/a");
        assertThat(streams(data, Map.of("stream_per", "folder"))).containsExactly("x", "y");
    }

    @Test
    void globsChooseFiles() throws Exception {
        file("a1.jsonl", "{\"a\":1}\n");
        file("a2.jsonl", "{\"a\":2}\n");
        file("b1.jsonl", "{\"a\":3}\n");
        file("sub/a3.jsonl", "{\"a\":4}\n");

        assertThat(FileRuns.rows(data.resolve("a*.jsonl"))).hasSize(2);
        assertThat(FileRuns.rows(data.resolve("**/a*.jsonl"))).hasSize(3);
        assertThat(FileRuns.rows(data.resolve("{a,b}[1].jsonl"))).hasSize(2);
        assertThat(FileRuns.rows(data.resolve("*/a?.jsonl"))).hasSize(1);
        Options pattern = FileRuns.source(data, Map.of("glob_pattern", "a*.jsonl"));
        assertThat(FileRuns.rows(pattern, FileRuns.discover(pattern).getFirst()))
                .hasSize(2);
        assertThat(streams(data.resolve("a*.jsonl"), Map.of())).containsExactly("data");
    }

    @Test
    void aMissingFileIsNamedWithTheClosestOne() throws Exception {
        file("orders.jsonl", "{\"a\":1}\n");

        assertFails(
                ErrorCode.STREAM_NOT_FOUND,
                () -> FileRuns.rows(data.resolve("oders.jsonl")),
                "oders.jsonl: there is no such file or folder; did you mean 'orders.jsonl'?");

        Path link = Files.createSymbolicLink(data.resolve("link.jsonl"), data.resolve("gone.jsonl"));
        assertFails(
                ErrorCode.STREAM_NOT_FOUND, () -> FileRuns.rows(link), "link.jsonl: it is a link that leads nowhere");
        assertFails(
                ErrorCode.STREAM_NOT_FOUND,
                () -> FileRuns.rows(data.resolve("*.csv")),
                "no file in the folder matches '*.csv'");
        assertFails(
                ErrorCode.STREAM_NOT_FOUND,
                () -> FileRuns.rows(Files.createDirectory(data.resolve("empty"))),
                "the folder has no file of the format");
    }

    @Test
    void linksToFoldersAreNotFollowedAndNamed() throws Exception {
        file("a/p.jsonl", "{\"a\":1}\n");
        Path elsewhere = Files.createDirectory(data.resolveSibling("elsewhere"));
        Files.writeString(elsewhere.resolve("p.jsonl"), "{\"a\":2}\n");
        Files.createSymbolicLink(data.resolve("b"), elsewhere);
        Files.createSymbolicLink(data.resolve("a/up"), data);
        Files.createSymbolicLink(data.resolve(".hidden"), elsewhere);

        for (Path all : List.of(data, data.resolve("*/p.jsonl"))) {
            assertThat(FileRuns.rows(all)).containsExactly(List.of(1L));
            assertThat(notes(all))
                    .containsExactly(
                            "links to folders are not followed, name them in 'file_path' to read what they lead"
                                    + " to: " + data.resolve("a/up") + ", " + data.resolve("b"));
        }
        assertThat(FileRuns.rows(data.resolve("b"))).containsExactly(List.of(2L));
        assertThat(notes(data.resolve("b"))).isEmpty();
        assertThat(notes(data.resolve("a/p.jsonl"))).isEmpty();
    }

    @Test
    void linksThatLeadNowhereAreNamedWhereTheyWouldBeRead() throws Exception {
        file("a/p.jsonl", "{\"a\":1}\n");
        Path gone = data.resolve("gone");
        Path broken = Files.createSymbolicLink(data.resolve("a/q.jsonl"), gone);
        Files.createSymbolicLink(data.resolve("a/.#p.jsonl"), gone);
        Files.createSymbolicLink(data.resolve("a/readme.md"), gone);

        for (Path all : List.of(data, data.resolve("a/*.jsonl"))) {
            assertThat(FileRuns.rows(all)).containsExactly(List.of(1L));
            assertThat(notes(all)).containsExactly("links that lead nowhere are left out: " + broken);
        }
        assertThat(notes(data.resolve("a/p*"))).isEmpty();
    }

    private static List<String> notes(Path path) {
        Options options = FileRuns.source(path, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        return new LocalFileSource()
                .planSplits(FileRuns.request(options, stream))
                .notes();
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        Path device = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(device));

        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> streams(device, Map.of("format", "csv")),
                "/dev/null: is a pipe or a device, not a file",
                "'-'");
    }

    @Test
    void theFormatMustBeClear() throws Exception {
        file("a.jsonl", "{\"a\":1}\n");
        file("b.csv", "a\n1\n");
        Path unknown = file("c.log", "{\"a\":1}\n");

        assertFails(ErrorCode.INVALID_CONFIGURATION, () -> FileRuns.rows(data), "a.jsonl", "b.csv", "set 'format'");
        assertFails(ErrorCode.INVALID_CONFIGURATION, () -> FileRuns.rows(unknown), "c.log", "set 'format'");
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> streams(unknown, Map.of("format", "jsnl")),
                "no format 'jsnl'; did you mean 'jsonl'?");
        assertThat(streams(unknown, Map.of("format", "jsonl"))).containsExactly("c");
    }

    @Test
    void anOptionOfAnotherFormatIsRefused() throws Exception {
        Path file = file("a.jsonl", "{\"a\":1}\n");

        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> streams(file, Map.of("delimiter", ";")),
                "delimiter: is an option of csv, not of jsonl");
    }

    @Test
    void typesOfSeveralFilesAreWidenedWithoutLoss() throws Exception {
        file("a.csv", "n,t\n9007199254740993,x\n");
        file("b.csv", "t,n\ny,0.50\n");

        assertThat(FileRuns.discover(FileRuns.source(data, Map.of())).getFirst().schema())
                .hasToString("(n: decimal(21,2), t: string)");
        assertThat(FileRuns.rows(data))
                .containsExactly(
                        List.of(new BigDecimal("9007199254740993.00"), "x"), List.of(new BigDecimal("0.50"), "y"));
    }

    @Test
    void aFolderThatComesAndGoesIsNoHindrance() throws Exception {
        LocalStorage storage = new LocalStorage();
        file("a.jsonl", "{\"a\":1}\n");
        Path passing = data.resolve("day=1");
        AtomicBoolean done = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                passing.toFile().mkdir();
                passing.toFile().delete();
            }
        });
        try {
            for (int i = 0; i < 20_000; i++) {
                assertThat(storage.list(data.toString(), true)).hasSize(1);
                assertThat(storage.brokenLinks(data.toString())).isEmpty();
            }
        } finally {
            done.set(true);
            other.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void aFileThatIsCutShortWhileItIsReadIsSaidToHaveChanged(String format) throws Exception {
        String row = format.equals("csv") ? "1,\"%s\"\n" : "{\"a\":1,\"b\":\"%s\"}\n";
        String rows = row.formatted("x".repeat(1000)).repeat(30_000);
        Path file = file("a." + format, format.equals("csv") ? "a,b\n" + rows : rows);
        Options options = FileRuns.source(file, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        Split split = FileRuns.splits(options, stream).getFirst();

        BatchOutput cutting = new BatchOutput(stream.schema(), FileRuns.BATCHES) {
            @Override
            public void emit(RecordBatch batch) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertFails(
                ErrorCode.EXTERNAL_FAILURE,
                () -> new LocalFileSource().read(FileRuns.request(options, stream), split, cutting),
                "a." + format + ": the file was changed");
    }

    @Test
    void aFileThatChangedSinceThePlanIsAnError() throws Exception {
        Path file = file("a.jsonl", "{\"a\":1}\n");
        Options options = FileRuns.source(file, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        List<Split> splits = FileRuns.splits(options, stream);
        Files.writeString(file, "{\"a\":1}\n{\"a\":2}\n");

        assertFails(
                ErrorCode.EXTERNAL_FAILURE,
                () -> FileRuns.read(options, stream, splits.getFirst(), new ArrayList<>()),
                "a.jsonl: the file was changed");
    }

    @Test
    void aLargeFileIsReadInSplitsThatCoverIt() throws Exception {
        Path file = data.resolve("large.jsonl");
        int rows = 300_000;
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int i = 0; i < rows; i++) {
                out.write("{\"id\":" + i + ",\"text\":\"some text that makes the file larger than one split\"}\n");
            }
        }
        Options options = FileRuns.source(file, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();

        assertThat(FileRuns.splits(options, stream)).hasSizeGreaterThan(1);
        List<List<Object>> read = FileRuns.rows(options, stream);
        assertThat(read).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(read.get(i).getFirst()).isEqualTo((long) i);
        }
    }
}
