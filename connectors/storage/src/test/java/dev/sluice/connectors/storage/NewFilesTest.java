package dev.sluice.connectors.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.FileFormats;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Position;
import dev.sluice.spi.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewFilesTest {
    private static StoredFile file(String path, long size, String version) {
        return new StoredFile(path, size, version, Instant.EPOCH);
    }

    private static FileGroup group(int count) {
        return new FileGroup(
                StreamName.of("in"),
                FileFormats.named("csv"),
                IntStream.range(0, count)
                        .mapToObj(i -> file("in/" + i + ".csv", i, "v" + i))
                        .toList());
    }

    private static NewFiles since(Position last, FileGroup group) {
        return NewFiles.of(group, new Increment(null, last, "", "", Lookback.NONE, true), path -> "/" + path);
    }

    @Test
    void aHundredThousandFilesAreRememberedInTwoMegabytesAndMoreAreRefused() {
        NewFiles all = since(null, group(SeenFiles.MOST));
        assertThat(all.position().details().toString()).hasSizeLessThan(2_200_000);
        assertThat(since(all.position(), group(SeenFiles.MOST)).files()).isEmpty();

        assertThatThrownBy(() -> since(null, group(SeenFiles.MOST + 1)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContainingAll("100000 files", "100001", "glob");
    }

    @Test
    void aFileOfAnotherSizeOrVersionIsChangedAndOneOfAnotherPathIsNew() {
        FileGroup old = group(3);
        Position position = since(null, old).position();
        List<StoredFile> now = List.of(
                file("in/0.csv", 0, "v0"),
                file("in/1.csv", 7, "v1"),
                file("in/2.csv", 2, "v7"),
                file("in/3.csv", 0, "v0"));

        NewFiles found = since(position, old.withFiles(now));

        assertThat(found.files()).isEqualTo(now.subList(1, 4));
        assertThat(found.notes())
                .containsExactly(
                        "new or changed since the last run: 3 of 4 files",
                        "in/1.csv, in/2.csv were changed since the last run and will be read again from the beginning;"
                                + " a target that is appended to keeps the rows of before as well");
    }
}
