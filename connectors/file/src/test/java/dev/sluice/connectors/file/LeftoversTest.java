package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run finds that another one staged: of a live run of another pipeline, or of a dead one. */
class LeftoversTest {
    private static final String FIRST = "01JDAAAAAAAAAAAAAAAAAAAAAA";
    private static final String SECOND = "01JDBBBBBBBBBBBBBBBBBBBBBB";

    private final LocalFileDestination destination = new LocalFileDestination();

    @TempDir
    Path temporary;

    private WriteRequest request(String runId, String pipeline, String target) {
        boolean file = target.endsWith(".jsonl");
        WriteRequest request = FileRuns.write(
                runId,
                temporary.resolve(target),
                file ? Map.of("overwrite", true) : Map.of("format", "jsonl"),
                file ? WriteMode.OVERWRITE : WriteMode.APPEND);
        return new WriteRequest(
                runId,
                pipeline,
                StreamName.of("people"),
                request.options(),
                request.target(),
                request.schema(),
                request.mode(),
                request.rules(),
                2,
                request.batchSize(),
                request.taskMemory());
    }

    private List<Path> hidden() throws Exception {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".sluice-"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lake", "out.jsonl"})
    void contract10_aLiveRunOfAnotherPipelineKeepsWhatItStaged(String target) throws Exception {
        WriteRequest slow = request(FIRST, "slow", target);
        WriteHandle handle = destination.begin(slow);
        Commit commit = FileRuns.stageAll(destination, slow, handle, 0, 30);

        FileRuns.run(destination, request(SECOND, "quick", target), 9, 30);
        assertThat(destination.commit(slow, handle, commit).rows()).isEqualTo(30);

        Path result = temporary.resolve(target.equals("lake") ? "lake/people" : target);
        assertThat(FileRuns.rows(result)).hasSize(target.equals("lake") ? 39 : 30);
        assertThat(hidden()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lake", "out.jsonl"})
    void aLiveRunOfAPipelineThatIsCalledAlikeKeepsWhatItStagedOfAnotherStream(String target) throws Exception {
        WriteRequest slow = request(FIRST, "shop", target);
        WriteHandle handle = destination.begin(slow);
        Commit commit = FileRuns.stageAll(destination, slow, handle, 0, 30);

        WriteRequest quick = request(SECOND, "shop", target).of("shop", StreamName.of("others"));
        FileRuns.run(destination, quick, 9, 30);
        assertThat(destination.commit(slow, handle, commit).rows()).isEqualTo(30);

        Path result = temporary.resolve(target.equals("lake") ? "lake/people" : target);
        assertThat(FileRuns.rows(result)).hasSize(target.equals("lake") ? 39 : 30);
        assertThat(hidden()).isEmpty();
    }

    @Test
    void contract10_aFileThatWasThereBeforeIsNotTakenForWhatWasStagedAndIsGone() throws Exception {
        FileRuns.run(destination, request(FIRST, "shop", "out.jsonl"), 9);
        WriteRequest request = request(SECOND, "shop", "out.jsonl");
        WriteHandle handle = destination.begin(request);
        Commit commit = FileRuns.stageAll(destination, request, handle, 0, 30);
        for (Path file : hidden()) {
            Files.delete(file);
        }

        assertThatThrownBy(() -> destination.commit(request, handle, commit))
                .hasMessageContaining("what was staged for it is gone");
        assertThat(FileRuns.rows(temporary.resolve("out.jsonl"))).hasSize(9);
    }

    @Test
    void whatARunOfTheSamePipelineStagedGoesAtOnce() throws Exception {
        WriteRequest dead = request(FIRST, "shop", "lake");
        FileRuns.stageAll(destination, dead, destination.begin(dead), 0, 30);
        assertThat(hidden()).hasSize(3);

        destination.begin(request(SECOND, "shop", "lake"));

        assertThat(hidden()).isEmpty();
    }

    @Test
    void whatAnotherPipelineStagedGoesOnceItsRunHasBeenSilentForADay() throws Exception {
        WriteRequest dead = request(FIRST, "other", "lake");
        FileRuns.stageAll(destination, dead, destination.begin(dead), 0, 30);
        List<Path> staged = hidden();
        for (Path file : staged.subList(1, staged.size())) {
            age(file, Duration.ofHours(25));
        }
        age(staged.getFirst(), Duration.ofHours(23));
        WriteRequest next = request(SECOND, "shop", "lake");

        destination.begin(next);
        assertThat(hidden()).as("one file is younger: the run is alive").hasSameSizeAs(staged);
        age(staged.getFirst(), Duration.ofHours(25));
        destination.begin(next);

        assertThat(hidden()).isEmpty();
    }

    private static void age(Path file, Duration age) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
