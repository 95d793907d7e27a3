package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyJoinTest {
    private static final String RUN = "01JDAAAAAAAAAAAAAAAAAAAAAA";

    private final LocalFileDestination destination = new LocalFileDestination();

    @TempDir
    Path temporary;

    private CommitToken stage(WriteRequest request, WriteHandle handle, int split, int attempt, int from, int to)
            throws Exception {
        return destination.write(
                new WriteTask(request, handle, split, attempt),
                FileRuns.input(FileRuns.SCHEMA, List.of(FileRuns.batch(from, to))));
    }

    private List<String> names() throws IOException {
        return new LocalStorage().names(temporary.toString());
    }

    /** Whether the file that is made of the parts has so many bytes, now or soon. */
    private boolean grows(long bytes) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(deadline)) {
            for (String name : names()) {
                if (name.contains("-joined-") && Files.size(temporary.resolve(name)) >= bytes) {
                    return true;
                }
            }
            Thread.sleep(10);
        }
        return false;
    }

    @Test
    void partsAreJoinedWhileLaterOnesAreStillWritten() throws Exception {
        WriteRequest request = FileRuns.write(RUN, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(request);

        CommitToken first = stage(request, handle, 0, 1, 0, 50);
        CommitToken second = stage(request, handle, 1, 1, 50, 100);

        assertThat(grows(first.bytes() + second.bytes())).isTrue();

        CommitToken third = stage(request, handle, 2, 1, 100, 120);
        destination.commit(request, handle, new Commit(List.of(first, second, third), ""));
        assertThat(FileRuns.rows(temporary.resolve("out.jsonl"))).isEqualTo(FileRuns.expected(0, 120));
        assertThat(names()).containsExactly("out.jsonl");
    }

    @Test
    void theAcceptedAttemptCountsEvenIfAnotherWasFirst() throws Exception {
        for (String name : List.of("out.csv", "out.json", "out.parquet", "out.csv.gz")) {
            WriteRequest request = FileRuns.write(RUN, temporary.resolve(name), Map.of(), WriteMode.OVERWRITE);
            WriteHandle handle = destination.begin(request);
            stage(request, handle, 0, 1, 500, 510);
            CommitToken second = stage(request, handle, 1, 1, 10, 30);
            CommitToken first = stage(request, handle, 0, 2, 0, 10);

            destination.commit(request, handle, new Commit(List.of(first, second), ""));

            assertThat(FileRuns.rows(temporary.resolve(name))).isEqualTo(FileRuns.expected(0, 30));
            assertThat(names()).noneMatch(left -> left.contains("-joined-") || left.contains("-whole-"));
        }
    }

    @Test
    void anAbortLeavesNothing() throws Exception {
        WriteRequest request = FileRuns.write(RUN, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(request);
        stage(request, handle, 0, 1, 0, 50);
        stage(request, handle, 1, 1, 50, 100);

        destination.abort(request, handle);

        assertThat(names()).isEmpty();
    }

    @Test
    void aCommitInAnotherProcessJoinsThePartsByItself() throws Exception {
        WriteRequest request = FileRuns.write(RUN, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(request);
        CommitToken first = stage(request, handle, 0, 1, 0, 50);
        CommitToken second = stage(request, handle, 1, 1, 50, 100);

        new LocalFileDestination().commit(request, handle, new Commit(List.of(first, second), ""));

        assertThat(FileRuns.rows(temporary.resolve("out.jsonl"))).isEqualTo(FileRuns.expected(0, 100));
        destination.abort(request, handle);
    }
}
