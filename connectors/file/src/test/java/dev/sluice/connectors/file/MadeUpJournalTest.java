package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder may come from anybody: a journal in it can't have files elsewhere replaced, moved or deleted. */
class MadeUpJournalTest {
    private static final String JOURNAL = """
        {"stream": "people", "publish": [%s], "replaces": "", "delete": [%s], "manifest":
          {"version": 1, "commit": "c", "run_id": "r", "files": [], "schema": {}, "states": []}}
        """;

    @TempDir
    Path temporary;

    private Path folder;
    private Path victim;

    @BeforeEach
    void writeFiles() throws Exception {
        folder = Files.createDirectories(temporary.resolve("lake/people"));
        victim = Files.writeString(temporary.resolve("part-00001.csv"), "id\n7\n");
    }

    private static String file(String name, Object token) {
        return "{\"name\": \"" + name + "\", \"token\": \"" + token + "\", \"bytes\": 5}";
    }

    private void write(String publish, String delete) throws Exception {
        Files.writeString(folder.resolve(".sluice-journal.json"), JOURNAL.formatted(publish, delete));
        FileRuns.run(
                new LocalFileDestination(),
                FileRuns.write(
                        "01JD%022d".formatted(1),
                        temporary.resolve("lake"),
                        Map.of("format", "csv", "overwrite", true),
                        WriteMode.OVERWRITE),
                3);
    }

    private void assertRefused(String publish, String delete, String part) throws Exception {
        assertThatThrownBy(() -> write(publish, delete))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContaining(part);
        assertThat(victim).hasContent("id\n7");
        assertThat(folder).isDirectoryNotContaining("glob:**/part-*");
    }

    @ParameterizedTest
    @CsvSource({"../../part-00001.csv", "../part-00001.csv", "/etc/part-00001.csv", "notes.csv", "a=b/../part-00001.csv"
    })
    void filesElsewhereAreNeitherReplacedNorDeleted(String name) throws Exception {
        assertRefused("", "\"" + name + "\"", "'" + name + "' is no file that Sluice wrote");
        assertRefused(file(name, folder.resolve(".sluice-x")), "", "'" + name + "' is no file that Sluice wrote");
    }

    @Test
    void filesThatWereNotStagedAreNotTakenIn() throws Exception {
        assertRefused(file("part-00000.csv", victim), "", "is no file that was staged for it");
    }

    @Test
    void filesOfOtherFoldersAreNotTakenInForStagedOnes() throws Exception {
        Path hidden = Files.writeString(temporary.resolve(".sluice-mine"), "id\n7\n");
        write(file("part-00000.csv", hidden), "");

        assertThat(hidden).hasContent("id\n7");
        assertThat(folder.resolve("_sluice_manifest.json")).content().contains("\"rows\":3");
    }
}
