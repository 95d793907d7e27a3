package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.Commit;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a process before each step of a commit, and looks at what it left. */
class CommitCrashTest {
    private static final String OLD_RUN = "01JDAAAAAAAAAAAAAAAAAAAAAA";
    private static final String CRASHED_RUN = "01JDBBBBBBBBBBBBBBBBBBBBBB";
    private static final String NEXT_RUN = "01JDCCCCCCCCCCCCCCCCCCCCCC";
    private static final int HALTED = 42;
    private static final String WITHOUT_ROWS = "without rows";
    private static final String WITHOUT_STATE = "without state";
    private static final int OLD_ROWS = 30;
    private static final int NEW_ROWS = 60;
    private static final Set<String> STEPS =
            Set.of("publish", "replace", "delete", "move", "discard", "stage", "removeEmptyFolder");

    @TempDir
    Path temporary;

    /** The process that crashes. Arguments: where to write, mode, before which step of the commit to end, and more. */
    static final class Crashing {
        private Crashing() {}

        public static void main(String[] arguments) throws Exception {
            WriteRequest request = request(CRASHED_RUN, Path.of(arguments[0]), WriteMode.valueOf(arguments[1]));
            LocalFileDestination whole = new LocalFileDestination();
            WriteHandle handle = whole.begin(request);
            int from = request.mode() == WriteMode.APPEND ? OLD_ROWS : 0;
            List<String> more = List.of(arguments);
            int to = more.contains(WITHOUT_ROWS) ? from : NEW_ROWS;
            Commit staged = FileRuns.stageAll(whole, request, handle, from, to);
            Commit commit = more.contains(WITHOUT_STATE) ? new Commit(staged.accepted(), "") : staged;
            new HaltingDestination(Integer.parseInt(arguments[2])).commit(request, handle, commit);
        }
    }

    /** Ends the process, as a kill does, before a step that changes the storage. */
    private static final class HaltingDestination extends StorageDestination {
        private final AtomicInteger stepsLeft;

        HaltingDestination(int steps) {
            stepsLeft = new AtomicInteger(steps);
        }

        @Override
        protected Storage storage(Options options) {
            LocalStorage storage = new LocalStorage();
            return (Storage) Proxy.newProxyInstance(
                    Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                        if (STEPS.contains(method.getName()) && stepsLeft.getAndDecrement() == 0) {
                            Runtime.getRuntime().halt(HALTED);
                        }
                        try {
                            return method.invoke(storage, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        protected String location(Options options) {
            return new LocalFileDestination().location(options);
        }

        @Override
        protected Options readOptions(Options options, String location) {
            return new LocalFileDestination().readOptions(options, location);
        }

        @Override
        public dev.sluice.spi.ConnectorSpec spec() {
            return new LocalFileDestination().spec();
        }

        @Override
        public void testConnection(Options options) {
            new LocalFileDestination().testConnection(options);
        }
    }

    private static WriteRequest request(String runId, Path base, WriteMode mode) {
        boolean file = base.getFileName().toString().endsWith(".jsonl");
        return FileRuns.write(
                runId, base, file ? Map.of("overwrite", true) : Map.of("format", "jsonl", "overwrite", true), mode);
    }

    /** Whether the process was ended before its commit was through. */
    private static boolean crash(Path base, WriteMode mode, int step, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Crashing.class.getName(),
                base.toString(),
                mode.name(),
                Integer.toString(step)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(base.resolveSibling("crash.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("see %s", base.resolveSibling("crash.log"))
                .isIn(0, HALTED);
        return process.exitValue() == HALTED;
    }

    @Test
    void contract9_aFolderIsReplacedOrItIsNot() throws Exception {
        crashAtEveryStep(WriteMode.OVERWRITE, "out", "out/people", FileRuns.expected(0, OLD_ROWS));
    }

    @Test
    void contract10_aFolderIsAppendedToWithItsStateOrItIsNot() throws Exception {
        crashAtEveryStep(WriteMode.APPEND, "out", "out/people", FileRuns.expected(0, OLD_ROWS));
    }

    @Test
    void contract09ANewFolderIsFilledOrItIsNot() throws Exception {
        crashAtEveryStep(WriteMode.OVERWRITE, "out", "out/people", List.of());
    }

    @Test
    void contract09AFileIsReplacedOrItIsNot() throws Exception {
        crashAtEveryStep(WriteMode.OVERWRITE, "out.jsonl", "out.jsonl", FileRuns.expected(0, OLD_ROWS));
    }

    @Test
    void contract10_rowsThatAreAddedWithoutAStateAreThereOnceWhenTheyAreAddedAgain() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            boolean sawOld = false;
            boolean sawNew = false;
            boolean halted = true;
            int old = first ? 0 : OLD_ROWS;
            for (int step = 0; halted; step++) {
                Path base = java.nio.file.Files.createDirectory(temporary.resolve("added" + first + step))
                        .resolve("out");
                LocalFileDestination destination = new LocalFileDestination();
                if (!first) {
                    FileRuns.run(destination, request(OLD_RUN, base, WriteMode.OVERWRITE), OLD_ROWS);
                }

                halted = crash(base, WriteMode.APPEND, step, WITHOUT_STATE);

                List<List<Object>> expected = new ArrayList<>(seen(base.resolve("people")));
                sawOld |= expected.size() == old;
                sawNew |= expected.size() == old + NEW_ROWS - OLD_ROWS;
                WriteRequest next = request(NEXT_RUN, base, WriteMode.APPEND);
                WriteHandle handle = destination.begin(next);
                Commit staged = FileRuns.stageAll(destination, next, handle, OLD_ROWS, NEW_ROWS);
                destination.commit(next, handle, new Commit(staged.accepted(), ""));
                expected.addAll(FileRuns.expected(OLD_ROWS, NEW_ROWS));
                assertThat(seen(base.resolve("people")))
                        .as("step %d", step)
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(new LocalStorage().list(base.toString(), true))
                        .as("step %d", step)
                        .noneMatch(file -> file.name().startsWith("."));
            }
            assertThat(sawOld).as("a step before the switch").isTrue();
            assertThat(sawNew).as("a step after the switch").isTrue();
        }
    }

    @Test
    void contract10_theStateOfARunWithoutRowsIsKeptOrItIsNot() throws Exception {
        boolean sawOld = false;
        boolean sawNew = false;
        boolean halted = true;
        for (int step = 0; halted; step++) {
            Path base = java.nio.file.Files.createDirectory(temporary.resolve("state" + step))
                    .resolve("out");
            LocalFileDestination destination = new LocalFileDestination();
            FileRuns.run(destination, request(OLD_RUN, base, WriteMode.OVERWRITE), OLD_ROWS);

            halted = crash(base, WriteMode.APPEND, step, WITHOUT_ROWS);

            String state = destination.state(request(NEXT_RUN, base, WriteMode.APPEND));
            assertThat(state).as("step %d", step).isIn("state of " + OLD_RUN, "state of " + CRASHED_RUN);
            sawOld |= state.endsWith(OLD_RUN);
            sawNew |= state.endsWith(CRASHED_RUN);
            assertThat(seen(base.resolve("people")))
                    .as("step %d", step)
                    .containsExactlyInAnyOrderElementsOf(FileRuns.expected(0, OLD_ROWS));
        }
        assertThat(sawOld).as("a step before the switch").isTrue();
        assertThat(sawNew).as("a step after the switch").isTrue();
    }

    private void crashAtEveryStep(WriteMode mode, String base, String result, List<List<Object>> before)
            throws Exception {
        List<List<Object>> after = FileRuns.expected(0, NEW_ROWS);
        int step = 0;
        boolean halted = true;
        boolean sawOld = false;
        boolean sawNew = false;
        for (; halted; step++) {
            Path folder = java.nio.file.Files.createDirectory(temporary.resolve("step" + step));
            Path target = folder.resolve(base);
            LocalFileDestination destination = new LocalFileDestination();
            if (!before.isEmpty()) {
                FileRuns.run(destination, request(OLD_RUN, target, WriteMode.OVERWRITE), OLD_ROWS);
            }

            halted = crash(target, mode, step);

            List<List<Object>> seen = seen(folder.resolve(result));
            assertThat(seen.size()).as("step %d", step).isIn(before.size(), after.size());
            assertThat(seen)
                    .as("step %d", step)
                    .containsExactlyInAnyOrderElementsOf(seen.size() == before.size() ? before : after);
            sawOld |= seen.size() == before.size();
            sawNew |= seen.size() == after.size();

            WriteRequest next = request(NEXT_RUN, target, mode);
            // who looks at the state comes before who begins, or not
            String kept = step % 2 == 0 ? destination.state(next) : "";
            WriteHandle handle = destination.begin(next);
            if (step % 2 == 0) {
                assertThat(destination.state(next)).as("step %d", step).isEqualTo(kept);
            }
            List<List<Object>> recovered = seen(folder.resolve(result));
            assertThat(recovered.size()).as("step %d", step).isIn(before.size(), after.size());
            if (!destination.state(next).isEmpty()) {
                String run = recovered.size() == after.size() ? CRASHED_RUN : OLD_RUN;
                assertThat(destination.state(next)).as("step %d", step).isEqualTo("state of " + run);
            }
            destination.abort(next, handle);
            assertThat(new LocalStorage().list(folder.toString(), true))
                    .as("step %d", step)
                    .noneMatch(file -> file.name().startsWith("."));
        }
        assertThat(step).as("steps").isGreaterThan(2);
        assertThat(sawOld).as("a step before the switch").isTrue();
        assertThat(sawNew).as("a step after the switch").isTrue();
    }

    private static List<List<Object>> seen(Path path) throws Exception {
        try {
            return FileRuns.rows(path);
        } catch (dev.sluice.spi.ConnectorException e) {
            assertThat(e.code()).isEqualTo(dev.sluice.spi.ErrorCode.STREAM_NOT_FOUND);
            return List.of();
        }
    }
}
