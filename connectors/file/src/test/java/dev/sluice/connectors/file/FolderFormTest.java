package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of another form than those of the folder they are added to. */
class FolderFormTest {
    private static final Map<String, Object> PARQUET = Map.of("format", "parquet");
    private static final Map<String, Object> CSV = Map.of("format", "csv");

    private final LocalFileDestination destination = new LocalFileDestination();
    private int runs;

    @TempDir
    Path temporary;

    private WriteRequest request(WriteMode mode, Map<String, Object> options) {
        Map<String, Object> config = new HashMap<>(options);
        config.put("overwrite", true);
        return FileRuns.write("01JD%022d".formatted(++runs), temporary, config, mode);
    }

    private void append(Map<String, Object> options) throws Exception {
        WriteRequest request = request(WriteMode.APPEND, options);
        destination.plan(request);
        FileRuns.run(destination, request, 9);
    }

    private static Map<String, Object> with(Map<String, Object> options, String key, Object value) {
        Map<String, Object> more = new HashMap<>(options);
        more.put(key, value);
        return more;
    }

    private void assertRefused(Map<String, Object> options, String... parts) {
        assertRefused(() -> destination.plan(request(WriteMode.APPEND, options)), parts);
        assertRefused(() -> destination.begin(request(WriteMode.APPEND, options)), parts);
    }

    private void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContainingAll(parts)
                .hasMessageContainingAll(people().toString(), "to another folder");
    }

    private Path people() {
        return temporary.resolve("people");
    }

    private Path manifest() {
        return people().resolve("_sluice_manifest.json");
    }

    @Test
    void anotherFormatIsRefusedBeforeDataMoves() throws Exception {
        append(PARQUET);
        assertRefused(CSV, "config.format", "has parquet files", "would add csv files");
        append(with(PARQUET, "compression", "zstd"));

        assertThat(FileRuns.rows(people())).hasSize(18);
    }

    @Test
    void otherPartitionsAreRefusedBeforeDataMoves() throws Exception {
        append(with(PARQUET, "partition_by", List.of("id")));
        assertRefused(PARQUET, "config.partition_by", "is partitioned by 'id'", "partitioned by nothing");
        assertRefused(with(PARQUET, "partition_by", List.of("name")), "by 'id'", "by 'name'");
        append(with(PARQUET, "partition_by", List.of("id")));

        assertThat(FileRuns.rows(people())).hasSize(18);
    }

    @Test
    void partitionsAreRefusedWhereThereWereNone() throws Exception {
        append(CSV);
        assertRefused(with(CSV, "partition_by", List.of("id")), "by nothing", "by 'id'");
    }

    @Test
    void textThatIsReadByOtherOptionsIsRefusedBeforeDataMoves() throws Exception {
        append(CSV);
        assertRefused(with(CSV, "header", false), "config.header", "has files with header true", "header false");
        assertRefused(with(CSV, "delimiter", "tab"), "delimiter ','", "delimiter 'tab'");
        assertRefused(with(CSV, "quote", "'"), "config.escape, quote");
        assertRefused(with(CSV, "escape", "~"), "escape '~'");
        assertRefused(with(CSV, "null_text", "NULL"), "null_text ''", "null_text 'NULL'");
        assertRefused(with(CSV, "line_ending", "cr"), "line_ending 'lf'");
        append(with(CSV, "line_ending", "crlf"));
        append(with(CSV, "encoding", "utf-8-bom"));
        append(with(CSV, "quoting", "all"));
        append(with(CSV, "compression", "gzip"));

        assertThat(FileRuns.rows(people())).hasSize(45);
    }

    @Test
    void anOverwriteBringsItsOwnForm() throws Exception {
        append(CSV);
        FileRuns.run(destination, request(WriteMode.OVERWRITE, with(CSV, "header", false)), 9);
        assertRefused(CSV, "header false", "header true");
        append(with(CSV, "header", false));
        FileRuns.run(destination, request(WriteMode.OVERWRITE, with(PARQUET, "partition_by", List.of("id"))), 9);
        append(with(PARQUET, "partition_by", List.of("id")));

        assertThat(FileRuns.rows(people())).hasSize(18);
    }

    @Test
    void theFormIsKeptWhenOnlyTheStateChanges() throws Exception {
        append(CSV);
        destination.putState(request(WriteMode.APPEND, CSV), "by hand");

        assertRefused(with(CSV, "header", false), "config.header");
    }

    @Test
    void aRunThatAnotherFormCameBeforePublishesNothing() throws Exception {
        WriteRequest slow = request(WriteMode.APPEND, with(CSV, "header", false));
        WriteHandle handle = destination.begin(slow);
        Commit commit = FileRuns.stageAll(destination, slow, handle, 0, 9);
        FileRuns.run(destination, request(WriteMode.APPEND, CSV).of("other", slow.stream()), 9);

        assertRefused(() -> destination.commit(slow, handle, commit), "config.header");
        destination.abort(slow, handle);

        assertThat(FileRuns.rows(people())).hasSize(9);
    }

    @Test
    void manifestsOfEarlierVersionsSayNothingOfHowTextIsRead() throws Exception {
        append(CSV);
        String manifest = Files.readString(manifest());
        Files.writeString(manifest(), manifest.replaceFirst("\"reading\":\\{[^}]*},", ""));
        assertThat(Files.readString(manifest())).hasSizeLessThan(manifest.length());

        append(with(CSV, "quoting", "all"));
        append(with(CSV, "null_text", "NULL"));

        assertThat(Files.readString(manifest())).doesNotContain("reading");
        assertRefused(PARQUET, "has csv files");
    }

    @Test
    void filesThatWereThereBeforeAreNotCompared() throws Exception {
        Files.createDirectories(people());
        Files.writeString(people().resolve("own.csv"), "id;name\n100;mine\n");
        append(CSV);
        append(with(CSV, "null_text", "NULL"));

        assertThat(FileRuns.rows(people())).hasSize(19);
    }
}
