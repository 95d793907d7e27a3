package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.BatchAssert;
import dev.sluice.testkit.data.Batches;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every destination owes. A subclass names the system; targets are looked at through its own source. */
public abstract class DestinationConformance {
    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
    }

    @Test
    void aPlanChangesNothing() throws Exception {
        StreamName existing = driver.load("planned", Rows.numbered(0, 3));
        Set<String> before = system.contents();

        system.destination().plan(request(existing, WriteMode.OVERWRITE));
        system.destination().plan(request(system.target("not_yet_there"), WriteMode.OVERWRITE));

        assertThat(system.contents()).isEqualTo(before);
        assertThatTarget(existing).hasRows(readBack(0, 3));
    }

    @Test
    void overwriteMakesAnAbsentTarget() throws Exception {
        StreamName target = system.target("absent");
        assertThat(write(target, WriteMode.OVERWRITE, Rows.numbered(0, 10)).rows())
                .isEqualTo(10);

        assertThatTarget(target).hasRows(readBack(0, 10));
    }

    @Test
    void overwriteReplacesWhatWasThere() throws Exception {
        StreamName target = driver.load("replaced", Rows.numbered(0, 10));
        assertThat(write(target, WriteMode.OVERWRITE, Rows.numbered(5, 8)).rows())
                .isEqualTo(3);

        assertThatTarget(target).hasRows(readBack(5, 8));
    }

    @Test
    void overwriteFillsAnEmptyTarget() throws Exception {
        StreamName target = driver.load("was_empty", Rows.numbered(0, 0));
        write(target, WriteMode.OVERWRITE, Rows.numbered(0, 3));

        assertThatTarget(target).hasRows(readBack(0, 3));
    }

    @Test
    void appendAddsToWhatWasThereOrIsRefused() throws Exception {
        StreamName target = system.target("appended");
        if (!can(Capability.APPEND)) {
            assertRefused(target, WriteMode.APPEND);
            return;
        }
        write(target, WriteMode.APPEND, Rows.numbered(0, 3));
        write(target, WriteMode.APPEND, Rows.numbered(3, 7));

        assertThatTarget(target).hasRows(readBack(0, 7));
    }

    @Test
    void appendOfNoRowsLeavesWhatWasThere() throws Exception {
        if (!can(Capability.APPEND)) {
            return;
        }
        StreamName target = driver.load("appended_nothing", Rows.numbered(0, 3));
        write(target, WriteMode.APPEND, Rows.numbered(0, 0));

        assertThatTarget(target).hasRows(readBack(0, 3));
    }

    @Test
    void mergeReplacesByKeyOrIsRefused() throws Exception {
        StreamName target = driver.load("merged", Rows.numbered(0, 6, "old"));
        if (!can(Capability.MERGE)) {
            assertRefused(target, WriteMode.MERGE);
            return;
        }
        write(target, WriteMode.MERGE, Rows.numbered(4, 9, "new"));

        assertThatTarget(target)
                .hasRows(driver.asReadBack(Rows.numbered(0, 4, "old")), driver.asReadBack(Rows.numbered(4, 9, "new")));
    }

    private void assertRefused(StreamName target, WriteMode mode) {
        assertThat(catchThrowableOfType(
                                ConnectorException.class,
                                () -> system.destination().plan(request(target, mode)))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void splitsMayEndInAnyOrder() throws Exception {
        StreamName target = system.target("out_of_order");
        WriteSession session = begin(target, WriteMode.OVERWRITE);
        CommitToken third = session.write(2, 1, Rows.numbered(20, 30));
        CommitToken first = session.write(0, 1, Rows.numbered(0, 5), Rows.numbered(5, 10));
        CommitToken second = session.write(1, 1, Rows.numbered(10, 20));

        assertThat(session.commit(third, first, second).rows()).isEqualTo(30);
        assertThatTarget(target).hasRows(readBack(0, 30));
    }

    @Test
    void severalWritersStageAtOnceWhereThatIsDeclared() throws Exception {
        int writers = can(Capability.PARALLEL_WRITERS) ? 3 : 1;
        StreamName target = system.target("parallel");
        WriteSession session = begin(target, WriteMode.OVERWRITE);
        CyclicBarrier everyoneWrites = new CyclicBarrier(writers);
        List<CommitToken> tokens = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<CommitToken>> tasks = new ArrayList<>();
            for (int split = 0; split < writers; split++) {
                RecordBatch rows = Rows.numbered(split * 100L, split * 100L + 100);
                int index = split;
                tasks.add(pool.submit(() -> session.write(
                        index, 1, new MeetingInput(session.request().schema(), rows, everyoneWrites))));
            }
            for (Future<CommitToken> task : tasks) {
                tokens.add(task.get(60, TimeUnit.SECONDS));
            }
        }
        session.commit(tokens.toArray(CommitToken[]::new));

        assertThatTarget(target).hasRows(readBack(0, writers * 100L));
    }

    /** Gives out its rows, and ends only once all others have got so far. */
    private static final class MeetingInput implements BatchInput {
        private final Schema schema;
        private final CyclicBarrier meeting;
        private RecordBatch rows;

        MeetingInput(Schema schema, RecordBatch rows, CyclicBarrier meeting) {
            this.schema = schema;
            this.rows = Batches.cast(rows, schema);
            this.meeting = meeting;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public RecordBatch next() {
            RecordBatch next = rows;
            rows = null;
            if (next == null) {
                try {
                    meeting.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError("the writers don't run at the same time", e);
                }
            }
            return next;
        }
    }

    @Test
    void contract09NothingIsSeenBeforeTheCommit() throws Exception {
        StreamName existing = driver.load("not_yet", Rows.numbered(0, 3));
        WriteSession session = begin(existing, WriteMode.OVERWRITE);
        CommitToken token = session.write(0, 1, Rows.numbered(10, 20));
        assertThatTarget(existing).hasRows(readBack(0, 3));

        session.commit(token);
        assertThatTarget(existing).hasRows(readBack(10, 20));
    }

    @Test
    void aFailedAttemptLeavesNothingVisibleAndTheNextOneCounts() throws Exception {
        StreamName target = system.target("failed_attempt");
        WriteSession session = begin(target, WriteMode.OVERWRITE);
        Schema schema = session.request().schema();
        RecordBatch first = Batches.cast(Rows.numbered(0, 50), schema);
        BatchInput breaking = new BatchInput() {
            private boolean given;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public RecordBatch next() throws InterruptedException {
                if (given) {
                    throw new InterruptedException("the reader failed");
                }
                given = true;
                return first;
            }
        };
        assertThatThrownBy(() -> session.write(0, 1, breaking)).isNotInstanceOf(AssertionError.class);
        Thread.interrupted();
        assertThat(driver.rows(target).orElse(List.of())).isEmpty();

        session.commit(session.write(0, 2, Rows.numbered(0, 70)));
        assertThatTarget(target).hasRows(readBack(0, 70));
    }

    @Test
    void contract10ASecondAttemptOfASplitDoesNotDoubleItsRows() throws Exception {
        StreamName target = system.target("attempted_twice");
        WriteSession session = begin(target, WriteMode.OVERWRITE);
        session.write(0, 1, Rows.numbered(0, 50));
        CommitToken second = session.write(0, 2, Rows.numbered(0, 50));

        assertThat(session.commit(second).rows()).isEqualTo(50);
        assertThatTarget(target).hasRows(readBack(0, 50));
    }

    @Test
    void aSecondCommitChangesNothing() throws Exception {
        for (WriteMode mode : can(Capability.APPEND)
                ? List.of(WriteMode.OVERWRITE, WriteMode.APPEND)
                : List.of(WriteMode.OVERWRITE)) {
            StreamName target = driver.load("committed_twice_" + mode.ordinal(), Rows.numbered(0, 5));
            WriteSession session = begin(target, mode);
            CommitToken token = session.write(0, 1, Rows.numbered(5, 9));
            CommitResult first = session.commit(token);
            CommitResult second = session.commit(token);

            assertThat(second.rows()).as("%s", mode).isEqualTo(first.rows()).isEqualTo(4);
            assertThatTarget(target).hasRows(readBack(mode == WriteMode.APPEND ? 0 : 5, 9));
        }
    }

    @Test
    void anAbortLeavesNothing() throws Exception {
        StreamName existing = driver.load("aborted", Rows.numbered(0, 3));
        Set<String> before = system.contents();
        for (StreamName target : List.of(existing, system.target("aborted_new"))) {
            WriteSession session = begin(target, WriteMode.OVERWRITE);
            session.write(0, 1, Rows.numbered(10, 20));
            session.abort();
        }

        assertThat(system.contents()).isEqualTo(before);
        assertThatTarget(existing).hasRows(readBack(0, 3));
    }

    @Test
    void aCommitLeavesTheTargetAlone() throws Exception {
        StreamName target = driver.load("tidy", Rows.numbered(0, 3));
        Set<String> before = system.contents();
        write(target, WriteMode.OVERWRITE, Rows.numbered(0, 4));

        // Files have new names; but there are no more of them.
        assertThat(system.contents()).hasSameSizeAs(before);
    }

    @Test
    void contract09ReplacingRowsByNoneNeedsToBeAllowed() throws Exception {
        StreamName target = driver.load("emptied", Rows.numbered(0, 3));
        WriteSession refused = begin(target, WriteMode.OVERWRITE);
        CommitToken none = refused.write(0, 1);

        assertThatThrownBy(() -> refused.commit(none))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("allow_empty");
        refused.abort();
        assertThatTarget(target).hasRows(readBack(0, 3));

        WriteSession allowed = WriteSession.begin(
                system, WriteSession.request(system, target, Rows.SCHEMA, WriteMode.OVERWRITE, true));
        allowed.commit(allowed.write(0, 1));
        assertThatRows(driver.rows(target).orElse(List.of())).hasNoRows();
    }

    @Test
    void contract10TheStateIsKeptWithTheDataWhereThatIsDeclared() throws Exception {
        StreamName target = system.target("stateful");
        WriteMode mode = can(Capability.APPEND) ? WriteMode.APPEND : WriteMode.OVERWRITE;
        WriteSession first = begin(target, mode);
        assertThat(first.state()).isEmpty();
        first.commit("{\"cursor\":\"7\"}", first.write(0, 1, Rows.numbered(0, 3)));

        WriteSession second = begin(target, mode);
        String kept = second.state();
        second.abort();
        assertThat(kept).isEqualTo(can(Capability.STATE_IN_DESTINATION) ? "{\"cursor\":\"7\"}" : "");
    }

    @Test
    void contract10ARunThatFoundNothingKeepsItsStateAlone() throws Exception {
        if (!can(Capability.APPEND) || !can(Capability.STATE_IN_DESTINATION)) {
            return;
        }
        StreamName target = driver.load("nothing_new", Rows.numbered(0, 3));
        WriteSession first = begin(target, WriteMode.APPEND);
        first.commit("one", first.write(0, 1, Rows.numbered(3, 5)));
        Set<String> before = system.contents();
        WriteRequest asked = WriteSession.accepted(system, request(target, WriteMode.APPEND));
        WriteRequest late = WriteSession.accepted(system, request(target, WriteMode.APPEND));
        Commit nothing = new Commit(List.of(), List.of(), "one", "two");

        Optional<CommitResult> result = system.destination().commitNothing(asked, nothing);
        if (result.isEmpty()) {
            assertThat(system.destination().state(asked)).isEqualTo("one");
            return;
        }
        assertThat(result.get().rows()).isZero();
        assertThat(system.destination().commitNothing(asked, nothing)).isEqualTo(result);
        assertThat(system.contents()).isEqualTo(before);
        assertThat(system.destination().state(asked)).isEqualTo("two");
        assertThatThrownBy(() -> system.destination().commitNothing(late, nothing))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("has committed");
        assertThat(system.destination().state(asked)).isEqualTo("two");
        assertThatTarget(target).hasRows(readBack(0, 5));
        Commit same = new Commit(List.of(), List.of(), "two", "two");
        assertThat(system.destination().commitNothing(late, same)).isEqualTo(result);
        assertThat(system.destination().states(asked))
                .singleElement()
                .satisfies(state -> assertThat(state.runId()).as("written once").isEqualTo(asked.runId()));
    }

    @Test
    void aRunThatFoundNothingLeavesToACommitWhatIsMoreThanItsState() throws Exception {
        if (!can(Capability.APPEND) || !can(Capability.STATE_IN_DESTINATION)) {
            return;
        }
        Commit nothing = new Commit(List.of(), List.of(), "", "two");
        StreamName absent = system.target("nothing_absent");
        assertThat(system.destination()
                        .commitNothing(WriteSession.accepted(system, request(absent, WriteMode.APPEND)), nothing))
                .isEmpty();
        StreamName target = driver.load("nothing_left", Rows.numbered(0, 3));
        WriteSession crashed = begin(target, WriteMode.APPEND);
        crashed.write(0, 1, Rows.numbered(3, 5));
        WriteSession next = begin(target, WriteMode.APPEND);
        next.write(0, 1, Rows.numbered(3, 5));
        WriteRequest asked = WriteSession.accepted(system, request(target, WriteMode.APPEND));

        assertThat(system.destination().commitNothing(asked, nothing)).isEmpty();
        assertThat(system.destination().state(asked)).isEmpty();
        next.abort();
        assertThatTarget(target).hasRows(readBack(0, 3));
    }

    @Test
    void columnsThatDoNotGoWithTheTargetAreRefusedBeforeAnyRowMoves() throws Exception {
        if (!can(Capability.APPEND) || !system.targetsHaveSchemas()) {
            return;
        }
        StreamName target = driver.load("incompatible", Rows.numbered(0, 3));
        Schema other = Schema.of(Field.required(TypeMatrix.KEY, Type.INT64), Field.of("flag", Type.DATE));
        WriteRequest request = WriteSession.request(system, target, other, WriteMode.APPEND, false)
                .withRules(WriteRules.DEFAULT.withSchemaChanges(SchemaChanges.FREEZE));

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class, () -> system.destination().plan(request));
        assertThat(failure).hasMessageContaining("flag");
        assertThat(failure.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA);
    }

    @TestFactory
    Stream<DynamicTest> namesThatNeedCareAreKept() {
        return system.oddNames().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    RecordBatch rows = Rows.numbered(0, 3);
                    Schema schema = Schema.of(rows.schema().field(0), Field.of(name, Type.STRING));
                    RecordBatch renamed = new RecordBatch(schema, 3, List.of(rows.column(0), rows.column(1)));
                    StreamName target = driver.load(name, renamed);
                    write(target, WriteMode.OVERWRITE, renamed);

                    assertThatTarget(target).hasRows(driver.asReadBack(renamed));
                }));
    }

    private boolean can(Capability capability) {
        return system.destination().spec().can(capability);
    }

    private WriteRequest request(StreamName target, WriteMode mode) {
        return WriteSession.request(system, target, Rows.SCHEMA, mode, false);
    }

    private WriteSession begin(StreamName target, WriteMode mode) {
        return WriteSession.begin(system, target, Rows.SCHEMA, mode);
    }

    private CommitResult write(StreamName target, WriteMode mode, RecordBatch rows) throws Exception {
        WriteSession session = WriteSession.begin(system, target, rows.schema(), mode);
        return session.commit(session.write(0, 1, rows));
    }

    private BatchAssert assertThatTarget(StreamName target) throws Exception {
        return assertThatRows(driver.rows(target).orElse(List.of())).inAnyOrderBy(TypeMatrix.KEY);
    }

    private RecordBatch readBack(long from, long to) {
        return driver.asReadBack(Rows.numbered(from, to));
    }
}
