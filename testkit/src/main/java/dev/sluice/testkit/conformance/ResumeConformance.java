package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.spi.Capability;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a destination that declares {@link Capability#RESUME} owes to a run after one that didn't end: it goes on from what is
 * staged of the same splits, and from nothing else.
 */
public abstract class ResumeConformance {
    private static final String SPLITS = "the same splits";

    @TempDir
    Path folder;

    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
        assumeThat(system.destination().spec().can(Capability.RESUME)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void contract10ARunGoesOnFromTheSplitsThatAKilledOneHadStaged(WriteMode mode) throws Exception {
        StreamName target = driver.load("resumed_" + mode.ordinal(), Rows.numbered(0, 10));
        Set<String> before = system.contents();
        killInSecondSplit(target, mode);

        WriteSession session = begin(target, mode, SPLITS);
        assertStaged(session);
        finish(session);

        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(
                        mode == WriteMode.OVERWRITE
                                ? List.of(written())
                                : List.of(driver.asReadBack(Rows.numbered(0, 10)), written()));
        assertThat(system.contents()).as("nothing of ours is left").hasSameSizeAs(before);
    }

    @Test
    void contract10ARunThatGoesOnMayBeKilledAndGoneOnFromToo() throws Exception {
        StreamName target = driver.load("resumed_twice", Rows.numbered(0, 10));
        killInSecondSplit(target, WriteMode.OVERWRITE);
        begin(target, WriteMode.OVERWRITE, SPLITS);

        WriteSession session = begin(target, WriteMode.OVERWRITE, SPLITS);
        assertStaged(session);
        finish(session);

        assertHolds(target, written());
    }

    @Test
    void contract10ACommitThatIsRepeatedAfterGoingOnDoublesNothing() throws Exception {
        StreamName target = driver.load("resumed_and_repeated", Rows.numbered(0, 10));
        killInSecondSplit(target, WriteMode.OVERWRITE);
        WriteSession session = begin(target, WriteMode.OVERWRITE, SPLITS);
        CommitToken[] all = {session.handle().staged().getFirst(), writeSecondSplit(session)};

        session.commit(all);
        session.commit(all);

        assertHolds(target, written());
    }

    @Test
    void contract10OtherSplitsColumnsOrModesAreNotGoneOnFrom() throws Exception {
        StreamName target = driver.load("not_resumed", Rows.numbered(0, 10));
        Set<String> before = system.contents();
        List<WriteRequest> others = List.of(
                request(target, Rows.SCHEMA, WriteMode.OVERWRITE, "other splits"),
                request(target, Rows.SCHEMA, WriteMode.OVERWRITE, ""),
                request(target, Rows.SCHEMA, WriteMode.APPEND, SPLITS),
                request(target, wider(), WriteMode.OVERWRITE, SPLITS));
        for (WriteRequest other : others) {
            killInSecondSplit(target, WriteMode.OVERWRITE);

            WriteSession session = WriteSession.begin(system, other);

            assertThat(session.handle().staged()).as(other.toString()).isEmpty();
            session.abort();
            assertThat(system.contents()).as("nothing of ours is left").hasSameSizeAs(before);
        }
        assertHolds(target, driver.asReadBack(Rows.numbered(0, 10)));
    }

    @Test
    void contract10StagedRowsThatAreGoneAreNotGoneOnFrom() throws Exception {
        StreamName target = driver.load("emptied", Rows.numbered(0, 10));
        Set<String> before = system.contents();
        killInSecondSplit(target, WriteMode.APPEND);
        List<String> tables = new ArrayList<>(system.contents());
        tables.removeAll(before);
        String rows = tables.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .filter(name -> name.startsWith("_sluice_") && !name.endsWith("_l"))
                .findFirst()
                .orElseThrow();
        system.destination()
                .execute(
                        system.destinationOptions(),
                        system.queryFor(new StreamName(target.namespace(), rows))
                                .replace("SELECT *", "DELETE"));

        WriteSession session = begin(target, WriteMode.APPEND, SPLITS);

        assertThat(session.handle().staged()).isEmpty();
        assertThat(session.handle().notes()).anyMatch(note -> note.contains("everything is read again"));
        session.commit(
                session.write(0, 1, Rows.numbered(CrashingWriter.FIRST, CrashingWriter.MIDDLE)),
                writeSecondSplit(session));
        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(Rows.numbered(0, 10)), written());
        assertThat(system.contents()).as("nothing of ours is left").hasSameSizeAs(before);
    }

    @Test
    void contract10ARunThatLostWhatItStagedToAnotherPublishesNothing() throws Exception {
        StreamName target = driver.load("taken", Rows.numbered(0, 10));
        WriteSession first = begin(target, WriteMode.OVERWRITE, SPLITS);
        CommitToken staged = first.write(0, 1, Rows.numbered(CrashingWriter.FIRST, CrashingWriter.MIDDLE));

        WriteSession second = begin(target, WriteMode.OVERWRITE, SPLITS);

        CommitToken late = writeSecondSplit(first);
        assertThatThrownBy(() -> first.commit(staged, late))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("another run");
        assertHolds(target, driver.asReadBack(Rows.numbered(0, 10)));
        first.abort();
        assertStaged(second);
        finish(second);
        assertHolds(target, written());
    }

    @Test
    void contract10OfRunsThatGoOnAtOnceOnlyOnePublishes() throws Exception {
        StreamName target = driver.load("raced", Rows.numbered(0, 10));
        Set<String> before = system.contents();
        killInSecondSplit(target, WriteMode.APPEND);
        List<Future<Boolean>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                Callable<Boolean> run = () -> {
                    finish(begin(target, WriteMode.APPEND, SPLITS));
                    return true;
                };
                runs.add(threads.submit(run));
            }
        }
        int published = 0;
        for (Future<Boolean> run : runs) {
            try {
                published += run.get() ? 1 : 0;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ConnectorException.class);
            }
        }
        // one that begins after another's commit adds its rows as any later run does
        assertThat(published).isPositive();
        List<RecordBatch> expected = new ArrayList<>(List.of(driver.asReadBack(Rows.numbered(0, 10))));
        for (int i = 0; i < published; i++) {
            expected.add(written());
        }
        assertThat(driver.rows(target).orElseThrow().stream()
                        .mapToLong(RecordBatch::rowCount)
                        .sum())
                .isEqualTo(expected.stream().mapToLong(RecordBatch::rowCount).sum());
        WriteSession after = WriteSession.begin(system, target, Rows.SCHEMA, WriteMode.APPEND);
        after.abort();
        assertThat(system.contents()).as("nothing of ours is left").hasSameSizeAs(before);
    }

    @Test
    void contract10ARunThatFailsInPassingLeavesWhatItStaged() throws Exception {
        StreamName target = driver.load("suspended", Rows.numbered(0, 10));
        Set<String> before = system.contents();
        assertThat(begin(target, WriteMode.OVERWRITE, SPLITS).suspend())
                .as("nothing was staged")
                .isFalse();
        assertThat(system.contents()).isEqualTo(before);
        WriteSession failed = begin(target, WriteMode.OVERWRITE, SPLITS);
        failed.write(0, 1, Rows.numbered(CrashingWriter.FIRST, CrashingWriter.MIDDLE));
        assertThat(failed.suspend()).isTrue();
        assertHolds(target, driver.asReadBack(Rows.numbered(0, 10)));

        WriteSession session = begin(target, WriteMode.OVERWRITE, SPLITS);
        assertStaged(session);
        finish(session);

        assertHolds(target, written());
        assertThat(system.contents()).as("nothing of ours is left").hasSameSizeAs(before);
    }

    private static Schema wider() {
        List<Field> fields = new ArrayList<>(Rows.SCHEMA.fields());
        fields.add(Field.of("more", Type.INT64));
        return new Schema(fields, Rows.SCHEMA.primaryKey());
    }

    private WriteRequest request(StreamName target, Schema schema, WriteMode mode, String splits) {
        WriteRequest plain = WriteSession.request(system, target, schema, mode, false);
        return plain.withRules(plain.rules().withFingerprint(splits));
    }

    private WriteSession begin(StreamName target, WriteMode mode, String splits) {
        return WriteSession.begin(system, request(target, Rows.SCHEMA, mode, splits));
    }

    private void killInSecondSplit(StreamName target, WriteMode mode) throws Exception {
        WriteRequest request = WriteSession.accepted(system, request(target, Rows.SCHEMA, mode, SPLITS));
        Process process = CrashingWriter.start(system.destination(), request, folder, CrashingWriter.Point.IN_WRITE);
        CrashingWriter.assertHalted(process, folder);
        system.awaitIdle();
    }

    private static void assertStaged(WriteSession session) {
        assertThat(session.handle().staged()).singleElement().satisfies(token -> {
            assertThat(token.split()).isZero();
            assertThat(token.rows()).isEqualTo(CrashingWriter.MIDDLE - CrashingWriter.FIRST);
        });
    }

    private static CommitToken writeSecondSplit(WriteSession session) throws Exception {
        return session.write(1, 1, Rows.numbered(CrashingWriter.MIDDLE, CrashingWriter.LAST));
    }

    /** Stages what is left of both splits and publishes them. */
    private static void finish(WriteSession session) throws Exception {
        List<CommitToken> staged = session.handle().staged();
        CommitToken first = staged.isEmpty()
                ? session.write(0, 1, Rows.numbered(CrashingWriter.FIRST, CrashingWriter.MIDDLE))
                : staged.getFirst();
        CommitToken second = staged.size() > 1 ? staged.get(1) : writeSecondSplit(session);
        session.commit(first, second);
    }

    private RecordBatch written() {
        return driver.asReadBack(Rows.numbered(CrashingWriter.FIRST, CrashingWriter.LAST));
    }

    private void assertHolds(StreamName target, RecordBatch rows) throws Exception {
        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(rows);
    }
}
