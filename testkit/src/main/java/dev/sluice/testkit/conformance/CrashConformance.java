package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.Capability;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a destination that declares an atomic commit owes to a run whose process is killed: the target is the old one or
 * the new one, and the next run of the pipeline neither loses nor doubles a row and removes what was left.
 */
public abstract class CrashConformance {
    private static final long SEED = 20240611;
    private static final int KILLS_IN_COMMIT = 4;
    private static final int LONGEST_COMMIT_MILLIS = 60;

    @TempDir
    Path folder;

    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
    }

    @ParameterizedTest
    @EnumSource(value = CrashingWriter.Point.class, mode = EnumSource.Mode.EXCLUDE, names = "AFTER_COMMIT")
    void contract09ARunKilledBeforeItsCommitLeavesTheOldTarget(CrashingWriter.Point point) throws Exception {
        StreamName target = driver.load("killed_" + point.ordinal(), Rows.numbered(0, 10));
        Set<String> before = system.contents();

        Process process = start(request(target), point);
        CrashingWriter.assertHalted(process, folder);

        assertHolds(target, Rows.numbered(0, 10));
        rerun(target);
        assertThat(system.contents()).as("what the killed run staged").hasSameSizeAs(before);
    }

    @Test
    void contract10ACommitIsRepeatedAfterACrashWithoutDoublingARow() throws Exception {
        StreamName target = driver.load("committed_and_killed", Rows.numbered(0, 10));
        WriteRequest request = request(target);

        Process process = start(request, CrashingWriter.Point.AFTER_COMMIT);
        CrashingWriter.assertHalted(process, folder);

        CrashingWriter.CommitCall call = Serialized.read(Files.readAllBytes(folder.resolve("commit")));
        assertThat(system.destination()
                        .commit(request, call.handle(), call.commit())
                        .rows())
                .isEqualTo(call.commit().rows());
        assertHolds(target, Rows.numbered(CrashingWriter.FIRST, CrashingWriter.LAST));
    }

    @Test
    void contract09ARunKilledInItsCommitLeavesTheOldTargetOrTheNewOne() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS_IN_COMMIT; i++) {
            StreamName target = driver.load("killed_in_commit", Rows.numbered(0, 10));
            Set<String> before = system.contents();
            Process process = start(request(target), CrashingWriter.Point.AFTER_COMMIT);
            awaitCommit(process);
            Thread.sleep(random.nextInt(LONGEST_COMMIT_MILLIS));
            process.destroyForcibly().waitFor();
            system.awaitIdle();

            List<RecordBatch> rows = driver.rows(target).orElseThrow();
            boolean old = rows.stream().mapToLong(RecordBatch::rowCount).sum() == 10;
            assertThatRows(rows)
                    .inAnyOrderBy(TypeMatrix.KEY)
                    .hasRows(driver.asReadBack(
                            old ? Rows.numbered(0, 10) : Rows.numbered(CrashingWriter.FIRST, CrashingWriter.LAST)));
            rerun(target);
            assertThat(system.contents()).as("what the killed run staged").hasSameSizeAs(before);
        }
    }

    @Test
    void contract09AMergeKilledInItsCommitLeavesTheOldRowsOrTheMergedOnesWhereMergingIsDeclared() throws Exception {
        if (!system.destination().spec().can(Capability.MERGE)) {
            return;
        }
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS_IN_COMMIT; i++) {
            boolean exists = i % 2 == 0;
            String name = "merge_killed_in_commit_" + i;
            StreamName target = exists ? driver.load(name, Rows.numbered(990, 1010, "old")) : system.target(name);
            Process process = start(request(target, WriteMode.MERGE), CrashingWriter.Point.AFTER_COMMIT);
            awaitCommit(process);
            Thread.sleep(random.nextInt(LONGEST_COMMIT_MILLIS));
            process.destroyForcibly().waitFor();
            system.awaitIdle();

            List<RecordBatch> rows = driver.rows(target).orElse(List.of());
            long count = rows.stream().mapToLong(RecordBatch::rowCount).sum();
            RecordBatch written = Rows.numbered(CrashingWriter.FIRST, CrashingWriter.LAST);
            if (count == (exists ? 20 : 0)) {
                assertThatRows(rows)
                        .inAnyOrderBy(TypeMatrix.KEY)
                        .hasRows(exists ? List.of(driver.asReadBack(Rows.numbered(990, 1010, "old"))) : List.of());
            } else {
                assertMerged(target, exists, written);
            }

            WriteSession session = WriteSession.begin(system, target, Rows.SCHEMA, WriteMode.MERGE);
            session.commit(session.write(0, 1, written));
            assertMerged(target, exists, written);
            assertThat(system.contents())
                    .as("what the killed run staged")
                    .noneMatch(table -> table.contains("_sluice_"));
        }
    }

    private void assertMerged(StreamName target, boolean existed, RecordBatch written) throws Exception {
        List<RecordBatch> expected = new ArrayList<>();
        if (existed) {
            expected.add(driver.asReadBack(Rows.numbered(990, CrashingWriter.FIRST, "old")));
        }
        expected.add(driver.asReadBack(written));
        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(expected);
    }

    private void awaitCommit(Process process) throws Exception {
        while (process.isAlive() && !Files.exists(folder.resolve("committing"))) {
            Thread.sleep(1);
        }
        assertThat(Files.deleteIfExists(folder.resolve("committing")))
                .as("the run got to its commit: %s", Files.readString(folder.resolve("errors")))
                .isTrue();
    }

    private void rerun(StreamName target) throws Exception {
        WriteSession session = WriteSession.begin(system, target, Rows.SCHEMA, WriteMode.OVERWRITE);
        session.commit(session.write(0, 1, Rows.numbered(0, 25)));
        assertHolds(target, Rows.numbered(0, 25));
    }

    private void assertHolds(StreamName target, RecordBatch rows) throws Exception {
        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(rows));
    }

    private WriteRequest request(StreamName target) {
        return request(target, WriteMode.OVERWRITE);
    }

    private WriteRequest request(StreamName target, WriteMode mode) {
        return WriteSession.accepted(system, WriteSession.request(system, target, Rows.SCHEMA, mode, false));
    }

    private Process start(WriteRequest request, CrashingWriter.Point point) throws IOException {
        return CrashingWriter.start(system.destination(), request, folder, point);
    }
}
