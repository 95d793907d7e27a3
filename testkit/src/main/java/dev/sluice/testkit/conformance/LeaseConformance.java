package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.TargetTable.batch;
import static dev.sluice.testkit.conformance.TargetTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destination owes that declares leases. */
public abstract class LeaseConformance {
    private static final Schema SCHEMA = Schema.of(Field.of("id", Type.INT64));
    private static final LeaseHolder HERE = new LeaseHolder("workspace-1", "host-1 (/srv/shop/.sluice)");
    private static final LeaseHolder THERE = new LeaseHolder("workspace-2", "host-2 (/home/.sluice)");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private SystemUnderTest system;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
    }

    private WriteRequest request(String target) {
        return WriteSession.request(system, system.target(target), SCHEMA, WriteMode.OVERWRITE, false);
    }

    private Lease take(WriteRequest request, LeaseHolder holder, Duration length) {
        return system.destination().lease(request, holder, length);
    }

    private static void awaitEnd(Duration length) throws InterruptedException {
        // some servers tell whole seconds
        Thread.sleep(length.plus(Duration.ofMillis(1_200)));
    }

    private WriteSession begin(WriteRequest request) {
        return WriteSession.begin(system, request);
    }

    @Test
    void contract19ASecondRunFromAnotherMachineIsRefusedAndToldWhoIsWriting() {
        WriteRequest first = request("leased");
        try (Lease lease = take(first, HERE, LONG)) {
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> take(request("leased"), THERE, LONG));

            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(failure.getMessage())
                    .contains(
                            "another run of",
                            first.runId(),
                            "host-1 (/srv/shop/.sluice)",
                            "leased",
                            "since 20",
                            "ends at 20");
            assertThat(lease.renew()).isTrue();
            assertThat(system.destination().requiresLease(request("leased"))).isTrue();
        }
        take(request("leased"), THERE, LONG).close();
    }

    @Test
    void contract19AnotherTargetIsNoneOfTheLeasesBusiness() {
        try (Lease one = take(request("leased_one"), HERE, LONG);
                Lease other = take(request("leased_other"), THERE, LONG)) {
            assertThat(one.renew()).isTrue();
            assertThat(other.renew()).isTrue();
        }
    }

    @Test
    void contract19ARunThatCrashedInTheSameWorkspaceHoldsNobodyOff() {
        Lease crashed = take(request("leased_crash"), HERE, LONG);
        try (Lease next = take(request("leased_crash"), HERE, LONG)) {
            assertThat(next.renew()).isTrue();
            assertThat(crashed.renew()).isFalse();
            crashed.close();
            assertThat(next.renew()).as("not given back by who lost it").isTrue();
        }
    }

    @Test
    void contract19ALeaseThatNobodyRenewsEnds() throws Exception {
        Lease dead = take(request("leased_dead"), HERE, SHORT);
        awaitEnd(SHORT);
        try (Lease next = take(request("leased_dead"), THERE, LONG)) {
            assertThat(next.renew()).isTrue();
            assertThat(dead.renew()).isFalse();
        }
    }

    @Test
    void contract19ALeaseThatIsRenewedLasts() throws Exception {
        Duration length = Duration.ofSeconds(3);
        try (Lease lease = take(request("leased_long"), HERE, length)) {
            long renewed = 0;
            for (int i = 0; i < 5; i++) {
                Thread.sleep(1_000);
                renewed = System.nanoTime();
                assertThat(lease.renew()).isTrue();
            }
            ConnectorException refused =
                    catchThrowableOfType(ConnectorException.class, () -> take(request("leased_long"), THERE, length));
            // on a busy machine it may have ended until it was looked at
            assertThat(refused != null || System.nanoTime() - renewed > length.toNanos())
                    .as("refused while it lasts")
                    .isTrue();
        }
    }

    @Test
    void contract19ARunWhoseLeaseWasTakenOverPublishesNothingAndLeavesTheOtherAlone() throws Exception {
        TargetTable target = new TargetTable(system, "leased_stolen");
        target.write(SCHEMA, WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L));
        WriteRequest late = request("leased_stolen");
        Lease lateLease = take(late, HERE, SHORT);
        WriteSession lateRun = begin(late);
        CommitToken staged = lateRun.write(0, 1, batch(SCHEMA, row(2L)));
        awaitEnd(SHORT);
        WriteRequest next = request("leased_stolen");
        try (Lease lease = take(next, THERE, LONG)) {
            ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> lateRun.commit(staged));
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(failure.getMessage()).contains(next.runId(), "host-2", "Nothing was published");
            assertThat(target.rows("id")).containsExactly("1");

            WriteSession nextRun = begin(next);
            CommitToken token = nextRun.write(0, 1, batch(SCHEMA, row(3L)));
            lateRun.abort();
            lateLease.close();
            assertThat(nextRun.commit(token).rows()).isEqualTo(1);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(target.rows("id")).containsExactly("3");
    }

    @Test
    void contract19ARunWhoseStagedRowsWereDroppedByTheNextDoesNotTakeTheOldOnesForThem() throws Exception {
        TargetTable target = new TargetTable(system, "leased_dropped");
        target.write(SCHEMA, WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L));
        WriteRequest late = request("leased_dropped");
        Lease lateLease = take(late, HERE, SHORT);
        WriteSession lateRun = begin(late);
        CommitToken staged = lateRun.write(0, 1, batch(SCHEMA, row(2L)));
        awaitEnd(SHORT);
        WriteRequest next = request("leased_dropped");
        try (Lease lease = take(next, THERE, LONG)) {
            WriteSession nextRun = begin(next);

            ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> lateRun.commit(staged));

            assertThat(failure).isNotNull();
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            lateRun.abort();
            lateLease.close();
            nextRun.abort();
            assertThat(lease.renew()).isTrue();
        }
        assertThat(target.rows("id")).containsExactly("1");
    }

    @Test
    void contract19ARunWhoseLeaseWasTakenOverBeforeItBeganLeavesTheOtherAlone() throws Exception {
        TargetTable target = new TargetTable(system, "leased_early");
        WriteRequest late = request("leased_early");
        Lease lateLease = take(late, HERE, SHORT);
        awaitEnd(SHORT);
        WriteRequest next = request("leased_early");
        try (Lease lease = take(next, THERE, LONG)) {
            WriteSession nextRun = begin(next);
            CommitToken token = nextRun.write(0, 1, batch(SCHEMA, row(3L)));

            ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> begin(late));

            assertThat(failure).isNotNull();
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(failure.getMessage()).contains(next.runId(), "host-2", "Nothing was published");
            lateLease.close();
            assertThat(nextRun.commit(token).rows()).isEqualTo(1);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(target.rows("id")).containsExactly("3");
    }

    @Test
    void contract19ARunThatFoundNothingKeepsNoStateWithoutItsLease() throws Exception {
        boolean adds = system.destination()
                .spec()
                .capabilities()
                .containsAll(Set.of(Capability.APPEND, Capability.STATE_IN_DESTINATION));
        if (!adds) {
            return;
        }
        new TargetTable(system, "leased_nothing").write(SCHEMA, WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L));
        WriteRequest late = adding("leased_nothing");
        Lease lateLease = take(late, HERE, SHORT);
        awaitEnd(SHORT);
        WriteRequest next = adding("leased_nothing");
        Commit nothing = new Commit(List.of(), List.of(), "", "one");
        try (Lease lease = take(next, THERE, LONG)) {
            Optional<CommitResult> kept = system.destination().commitNothing(next, nothing);
            if (kept.isPresent()) {
                Commit more = new Commit(List.of(), List.of(), "one", "two");
                ConnectorException failure = catchThrowableOfType(
                        ConnectorException.class, () -> system.destination().commitNothing(late, more));
                assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
                assertThat(failure.getMessage()).contains(next.runId(), "host-2");
                assertThat(system.destination().state(next)).isEqualTo("one");
            }
            assertThat(lease.renew()).isTrue();
        }
        lateLease.close();
    }

    private WriteRequest adding(String target) {
        return WriteSession.accepted(
                system, WriteSession.request(system, system.target(target), SCHEMA, WriteMode.APPEND, false));
    }

    @Test
    void contract19ARunThatRenewedTooLatePublishesIfNobodyElseCame() throws Exception {
        WriteRequest request = request("leased_late");
        try (Lease lease = take(request, HERE, SHORT)) {
            WriteSession run = begin(request);
            CommitToken token = run.write(0, 1, batch(SCHEMA, row(2L)));
            awaitEnd(SHORT);
            assertThat(run.commit(token).rows()).isEqualTo(1);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(new TargetTable(system, "leased_late").rows("id")).containsExactly("2");
    }
}
