package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that a folder's manifest keeps. */
class FolderStateTest {
    private static final String FIRST = "01JDAAAAAAAAAAAAAAAAAAAAAA";
    private static final String SECOND = "01JDBBBBBBBBBBBBBBBBBBBBBB";
    private static final String THIRD = "01JDCCCCCCCCCCCCCCCCCCCCCC";
    private static final Map<String, Object> JSONL = Map.of("format", "jsonl");

    private final LocalFileDestination destination = new LocalFileDestination();

    @TempDir
    Path temporary;

    private WriteRequest request(String runId, String pipeline, String stream) {
        WriteRequest request = FileRuns.write(runId, temporary, JSONL, WriteMode.APPEND);
        return new WriteRequest(
                runId,
                pipeline,
                StreamName.parse(stream),
                request.options(),
                request.target(),
                request.schema(),
                request.mode(),
                request.rules(),
                2,
                request.batchSize(),
                request.taskMemory());
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void statesOfPipelinesAndStreamsAreKeptApartWithTheirRunsAndTimes() throws Exception {
        WriteRequest one = request(FIRST, "a/b", "c");
        WriteRequest other = request(SECOND, "a", "b/c");
        Instant before = Instant.now().minusMillis(1);
        FileRuns.run(destination, one, 9);
        assertThat(destination.state(other)).isEmpty();
        FileRuns.run(destination, other, 9);

        assertThat(destination.state(one)).isEqualTo("state of " + FIRST);
        assertThat(destination.state(other)).isEqualTo("state of " + SECOND);
        List<StoredState> states = destination.states(request(THIRD, "x", "y"));
        assertThat(states).extracting(StoredState::runId).containsExactly(FIRST, SECOND);
        assertThat(states).allSatisfy(state -> {
            assertThat(state.target()).isEqualTo("people");
            assertThat(Instant.parse(state.committedAt())).isBetween(before, Instant.now());
        });
    }

    @Test
    void aStateIsSetAndResetAndTheFilesStayAsTheyAre() throws Exception {
        FileRuns.run(destination, request(FIRST, "shop", "people"), 9);
        WriteRequest request = request(SECOND, "shop", "people");

        destination.putState(request, "another");
        assertThat(destination.state(request)).isEqualTo("another");
        assertThat(destination.states(request).getFirst().runId()).isEqualTo(SECOND);
        destination.putState(request, "");
        assertThat(destination.states(request)).isEmpty();

        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(9);
        assertThat(new LocalStorage().names(temporary.resolve("people").toString()))
                .noneMatch(name -> name.startsWith("."));
    }

    @Test
    void aStateSetByTheRunItselfDoesNotStandForItsCommit() throws Exception {
        WriteRequest request = request(FIRST, "shop", "people");
        destination.putState(request, "taken over");
        assertThat(destination.state(request)).isEqualTo("taken over");

        FileRuns.run(destination, request, 9);

        assertThat(destination.state(request)).isEqualTo("state of " + FIRST);
        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(9);
    }

    @Test
    void aStateForAFolderThatSluiceDidNotWriteLeavesItsFilesReadable() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("people"));
        Files.writeString(folder.resolve("mine.jsonl"), "{\"id\":1,\"name\":\"name 1\"}\n");
        WriteRequest request = request(FIRST, "shop", "people");

        destination.putState(request, "");
        assertThat(new LocalStorage().names(folder.toString())).containsExactly("mine.jsonl");
        destination.putState(request, "set");

        assertThat(destination.state(request)).isEqualTo("set");
        assertThat(FileRuns.rows(folder)).containsExactly(List.of(1L, "name 1"));
    }

    @Test
    void oneFileKeepsNoState() {
        WriteRequest file = FileRuns.write(FIRST, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE);
        WriteRequest output = FileRuns.write(FIRST, Path.of("-"), JSONL, WriteMode.OVERWRITE);

        assertThat(destination.states(file)).isEmpty();
        assertThat(destination.states(output)).isEmpty();
        assertFails(ErrorCode.UNSUPPORTED, () -> destination.putState(file, "x"), "out.jsonl", "keeps no state");
        assertFails(ErrorCode.UNSUPPORTED, () -> destination.putState(output, "x"), "keeps no state");
    }

    @Test
    void contract10_aRunWhoseStateWasChangedMeanwhilePublishesNothing() throws Exception {
        FileRuns.run(destination, request(FIRST, "shop", "people"), 9);
        WriteRequest slow = request(SECOND, "shop", "people");
        WriteHandle handle = destination.begin(slow);
        Commit commit = FileRuns.stageAll(destination, slow, handle, 9, 30);
        destination.putState(request(THIRD, "shop", "people"), "set by hand");

        assertFails(
                ErrorCode.EXTERNAL_FAILURE,
                () -> destination.commit(slow, handle, commit),
                "people",
                THIRD,
                "nothing was published");
        destination.abort(slow, handle);

        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(9);
        assertThat(destination.state(slow)).isEqualTo("set by hand");
    }

    @Test
    void contract10_aCommitThatIsRepeatedAfterAnothersDoesNotListItsFilesTwice() throws Exception {
        WriteRequest request = request(FIRST, "shop", "people");
        WriteHandle handle = destination.begin(request);
        Commit commit = FileRuns.stageAll(destination, request, handle, 0, 9);
        destination.commit(request, handle, commit);
        FileRuns.run(destination, request(SECOND, "other", "people"), 30);

        assertThat(destination.commit(request, handle, commit).rows()).isEqualTo(9);

        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(39);
        assertThat(Files.readString(temporary.resolve("people/_sluice_manifest.json")))
                .contains("\"rows\":39");
    }

    /** Whether a call goes through, when tried again where another was just at it. */
    private static boolean succeeds(ThrowingCallable call) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                call.call();
                return true;
            } catch (ConnectorException e) {
                Thread.sleep(5);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
        return false;
    }

    @Test
    void ofStatesAndCommitsAtOnceNoneIsLost() throws Exception {
        int count = 12;
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WriteRequest set = request("01JDSET%019d".formatted(i), "p" + i, "people");
            calls.add(() -> succeeds(() -> destination.putState(set, "set " + set.pipeline())));
            WriteRequest run = request("01JDRUN%019d".formatted(i), "q" + i, "people");
            WriteHandle handle = destination.begin(run);
            Commit commit = FileRuns.stageAll(destination, run, handle, 10 * i, 10 * i + 10);
            calls.add(() -> {
                try {
                    destination.commit(run, handle, commit);
                    return true;
                } catch (ConnectorException e) {
                    destination.abort(run, handle);
                    int from = 10 * Integer.parseInt(run.pipeline().substring(1));
                    return succeeds(() -> FileRuns.run(destination, run, 10, from));
                }
            });
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> outcome : threads.invokeAll(calls)) {
                assertThat(outcome.get()).isTrue();
            }
        }

        List<StoredState> states = destination.states(request(THIRD, "x", "people"));
        assertThat(states).hasSize(2 * count);
        assertThat(FileRuns.rows(temporary.resolve("people")))
                .containsExactlyInAnyOrderElementsOf(FileRuns.expected(0, 10 * count));
    }
}
