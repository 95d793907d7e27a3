package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import dev.sluice.spi.StreamName;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.IncrementalRun;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions that are open while a run reads, or begin before it and write after it, leave to the next run. */
class LateCommitsTest {
    private TestingDatabase database;
    private PostgresSystem system;
    private final List<Connection> open = new ArrayList<>();

    @BeforeEach
    void createTable() {
        database = TestingPostgres.shared().createDatabase();
        system = new PostgresSystem(database, 1);
        database.execute("CREATE TABLE t (\"row\" bigint PRIMARY KEY, moved bigint, name text)");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
        database.close();
    }

    private Asked asked(String table) {
        StreamName name = StreamName.of(table);
        return Asked.of(system, name, new ConnectorDriver(system).discover(name), "moved");
    }

    private Connection begin() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        open.add(connection);
        return connection;
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String insert(long row, Object moved) {
        return "INSERT INTO t VALUES (" + row + ", " + moved + ", 'row " + row + "')";
    }

    @Test
    void contract01LateCommitsAreNotSkipped() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        Connection late = begin();
        run(late, insert(3, 5));
        IncrementalRun first = asked("t").read();
        late.commit();
        IncrementalRun second = asked("t").after(first.position()).read();
        IncrementalRun third = asked("t").after(second.position()).read();

        assertThat(first.keys()).containsExactly(1L, 2L);
        assertThat(second.keys()).containsExactly(3L);
        assertThat(second.position().cursor()).isEqualTo("20");
        assertThat(second.notes()).anySatisfy(note -> assertThat(note).contains("couldn't see"));
        assertThat(third.keys()).isEmpty();
    }

    @Test
    void looksForLateCommitsWithinTheLookbackOnlyWhereThatIsAskedFor() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        Connection late = begin();
        run(late, insert(3, 5), insert(4, 16));
        IncrementalRun first = asked("t").onlyLookingBack("5").read();
        late.commit();
        IncrementalRun second =
                asked("t").onlyLookingBack("5").after(first.position()).read();
        IncrementalRun exact = asked("t").after(second.position()).read();

        assertThat(second.keys()).containsExactly(2L, 4L);
        assertThat(second.notes()).anySatisfy(note -> assertThat(note).contains("within the lookback only"));
        assertThat(second.position().details()).isEmpty();
        assertThat(exact.notes()).anySatisfy(note -> assertThat(note).contains("doesn't tell what the last run saw"));
    }

    @Test
    void contract01LateCommitsOfSubtransactionsAreNotSkipped() throws Exception {
        database.execute(insert(1, 100));
        Connection late = begin();
        run(late, insert(2, 1), "SAVEPOINT a", insert(3, 2), "SAVEPOINT b", insert(4, 3), "RELEASE b");
        IncrementalRun first = asked("t").read();
        run(late, "SAVEPOINT c", insert(5, 4), "ROLLBACK TO c", insert(6, 5), "RELEASE a");
        late.commit();

        assertThat(first.keys()).containsExactly(1L);
        assertThat(asked("t").after(first.position()).read().keys()).containsExactly(2L, 3L, 4L, 6L);
    }

    @Test
    void contract01LateCommitsOfTransactionsThatGotTheirIdLaterAreNotSkipped() throws Exception {
        database.execute("CREATE TABLE clocks (\"row\" bigint, moved timestamptz)");
        Connection late = begin();
        run(late, "SELECT now()");
        database.execute("INSERT INTO clocks VALUES (1, clock_timestamp())");
        IncrementalRun first = asked("clocks").read();
        run(late, "INSERT INTO clocks VALUES (2, now())");
        late.commit();

        assertThat(first.keys()).containsExactly(1L);
        assertThat(asked("clocks").after(first.position()).read().keys()).containsExactly(2L);
    }

    @Test
    void contract01AnUpdateThatLeavesTheCursorIsNotSkipped() throws Exception {
        database.execute(insert(1, 10), insert(2, 20), insert(3, 30));
        IncrementalRun first = asked("t").read();
        database.execute("UPDATE t SET name = 'changed' WHERE \"row\" = 1");

        assertThat(asked("t").after(first.position()).read().keys()).containsExactly(1L);
    }

    @Test
    void contract01ATransactionThatLastsForSeveralRunsIsReadOnceItIsDone() throws Exception {
        database.execute(insert(1, 10));
        Connection late = begin();
        run(late, insert(2, 1));
        IncrementalRun run = asked("t").separatingRepeats().read();
        for (long i = 3; i < 6; i++) {
            database.execute(insert(i, 10 + i));
            run = asked("t").after(run.position()).separatingRepeats().read();
            assertThat(run.keys()).doesNotContain(2L).contains(i);
            // as long as it is open, what was written since it began is read again
            assertThat(run.again()).contains(i);
        }
        late.commit();

        assertThat(asked("t").after(run.position()).read().keys()).contains(2L);
    }

    @Test
    void aRunThatFindsNothingStillRemembersWhatAnOpenTransactionHasReadAgain() throws Exception {
        database.execute(insert(1, 10));
        run(begin(), insert(2, 1));
        database.execute(insert(3, 12), insert(4, 20));
        IncrementalRun run = asked("t").separatingRepeats().read();
        List<Long> again = run.again();
        for (int idle = 0; idle < 3; idle++) {
            run = asked("t").after(run.position()).separatingRepeats().read();
            again = run.splits() == 0 ? again : run.again();
            assertThat(again).contains(3L);
        }
        open.getFirst().commit();
        run = asked("t").after(run.position()).separatingRepeats().read();
        assertThat(run.keys()).contains(2L, 3L);
    }

    @Test
    void contract01WhatIsWrittenAtTheEndOfTheLastRunIsAppendedAndWhatWasThereIsNotReadAgain() throws Exception {
        database.execute(insert(1, 10), insert(2, 20), insert(3, 20));
        Asked asked = asked("t").separatingRepeats();
        IncrementalRun first = asked.read();
        database.execute("CREATE TABLE meanwhile (i int)");
        IncrementalRun nothing = asked.after(first.position()).read();
        database.execute(insert(4, 20), insert(5, 5));
        IncrementalRun second = asked.after(nothing.position()).read();
        database.execute(insert(6, "NULL"));
        IncrementalRun third = asked.after(second.position()).read();

        assertThat(nothing.splits()).isZero();
        assertThat(nothing.position().cursor()).isEqualTo("20");
        assertThat(nothing.againAfter(first)).contains(2L, 3L);
        assertThat(second.keys()).contains(4L, 5L).doesNotContain(1L);
        assertThat(second.again()).contains(2L, 3L, 4L);
        assertThat(third.keys()).contains(6L);
    }

    @Test
    void contract01RowsOutsideOfTheWindowStayOutsideHoweverLateTheyAre() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        Connection late = begin();
        run(late, insert(3, 3), insert(4, 6));
        Asked window = asked("t").between("5", "");
        IncrementalRun first = window.read();
        late.commit();

        assertThat(window.after(first.position()).read().keys()).containsExactly(4L);
    }

    /** What the engine does: of what the run before said may come again, it drops what comes again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void contract01AnyHistoryOfConcurrentWritersIsDeliveredOnce(long seed) throws Exception {
        Random random = new Random(seed);
        List<Connection> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(begin());
        }
        Map<Long, Integer> delivered = new HashMap<>();
        Asked asked = asked("t").separatingRepeats().inParallel(seed % 2 == 0 ? 4 : 1);
        IncrementalRun last = null;
        List<Long> known = List.of();
        long row = 0;
        for (int run = 0; run < 20; run++) {
            // some runs find nothing
            for (int step = 0; step < random.nextInt(4) * 10; step++) {
                Connection writer = writers.get(random.nextInt(writers.size()));
                switch (random.nextInt(8)) {
                    case 0 -> writer.commit();
                    case 1 -> run(writer, "SAVEPOINT s");
                    case 2 -> run(writer, "SELECT now()");
                    case 3 -> {
                        run(writer, "SAVEPOINT undone", insert(-row - 1, row), "ROLLBACK TO undone");
                    }
                    default -> {
                        Object moved = random.nextInt(20) == 0 ? "NULL" : Math.max(0, row - random.nextInt(40)) / 3;
                        run(writer, insert(row++, moved));
                    }
                }
            }
            last = deliver(last == null ? asked : asked.after(last.position()), known, delivered);
            known = last.splits() == 0 ? known : last.again();
        }
        for (Connection writer : writers) {
            writer.commit();
        }
        last = deliver(asked.after(last.position()), known, delivered);
        assertThat(last.position().cursor())
                .isEqualTo(database.query("SELECT max(moved) FROM t").getFirst().getFirst());

        assertThat(delivered.values()).containsOnly(1);
        assertThat(delivered.keySet().stream().sorted().map(String::valueOf).toList())
                .isEqualTo(database.query("SELECT \"row\" FROM t ORDER BY 1").stream()
                        .map(List::getFirst)
                        .toList());
    }

    /** Nothing is dropped, so a row that comes too often is merged again; but one that is missed stays missing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void contract01AnyHistoryOfConcurrentWritersIsMergedWhole(long seed) throws Exception {
        Random random = new Random(seed);
        List<Connection> writers = List.of(begin(), begin(), begin());
        Map<Long, List<String>> merged = new HashMap<>();
        Asked asked = asked("t").inParallel(seed % 2 == 0 ? 4 : 1);
        IncrementalRun last = null;
        long row = 0;
        for (int run = 0; run < 15; run++) {
            // some runs find nothing
            for (int step = 0; step < random.nextInt(3) * 10; step++) {
                Connection writer = writers.get(random.nextInt(writers.size()));
                switch (random.nextInt(8)) {
                    case 0, 1 -> writer.commit();
                    case 2 -> run(writer, "SAVEPOINT s");
                    // other writers' rows aren't waited for
                    case 3 ->
                        run(
                                writer,
                                "UPDATE t SET name = name || '+' WHERE \"row\" = (SELECT \"row\" FROM t"
                                        + " ORDER BY md5(\"row\"::text || '" + step
                                        + "') LIMIT 1 FOR UPDATE SKIP LOCKED)");
                    default -> run(writer, insert(row++, Math.max(0, row - random.nextInt(40)) / 3));
                }
            }
            last = merge(last == null ? asked : asked.after(last.position()), merged);
        }
        for (Connection writer : writers) {
            writer.commit();
        }
        last = merge(asked.after(last.position()), merged);

        assertThat(merged).hasSize((int) row).isEqualTo(rowsByKey());
        assertThat(asked.after(last.position()).read().keys()).isEmpty();
    }

    private IncrementalRun merge(Asked asked, Map<Long, List<String>> merged) throws Exception {
        IncrementalRun run = asked.read();
        Map<Long, List<String>> rows = rowsByKey();
        run.keys().forEach(key -> merged.put(key, rows.get(key)));
        return run;
    }

    private Map<Long, List<String>> rowsByKey() {
        Map<Long, List<String>> rows = new HashMap<>();
        database.query("SELECT \"row\", moved, name FROM t")
                .forEach(row -> rows.put(
                        Long.valueOf(row.getFirst()),
                        row.stream().map(String::valueOf).toList()));
        return rows;
    }

    private static IncrementalRun deliver(Asked asked, List<Long> known, Map<Long, Integer> delivered)
            throws Exception {
        IncrementalRun run = asked.read();
        run.keys().stream().filter(key -> !known.contains(key)).forEach(key -> delivered.merge(key, 1, Integer::sum));
        return run;
    }

    @Test
    void contract01LateCommitsToPartitionsAndInheritingTablesAreNotSkipped() throws Exception {
        database.execute(
                "CREATE TABLE parts (\"row\" bigint, moved bigint) PARTITION BY RANGE (\"row\")",
                "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (100) TO (200)",
                "CREATE TABLE child () INHERITS (t)",
                "INSERT INTO parts SELECT i, i FROM generate_series(50, 150) i",
                insert(1, 10));
        Connection late = begin();
        run(late, "INSERT INTO parts VALUES (1, 1), (199, 2)", "INSERT INTO child VALUES (2, 5, 'late')");
        for (int parallelism : List.of(1, 4)) {
            Position parts = asked("parts").read().position();
            Position inherited = asked("t").read().position();
            late.commit();
            assertThat(asked("parts")
                            .inParallel(parallelism)
                            .after(parts)
                            .read()
                            .keys())
                    .containsExactly(1L, 199L);
            assertThat(asked("t")
                            .inParallel(parallelism)
                            .after(inherited)
                            .read()
                            .keys())
                    .containsExactly(2L);
            database.execute("DELETE FROM parts WHERE moved < 50", "DELETE FROM child");
            run(late, "INSERT INTO parts VALUES (1, 1), (199, 2)", "INSERT INTO child VALUES (2, 5, 'late')");
        }
    }

    @Test
    void whereRowsTellNoTransactionsTheUserIsToldThatTheLookbackCounts() throws Exception {
        database.execute(insert(1, 10), "CREATE VIEW v AS SELECT * FROM t", "CREATE MATERIALIZED VIEW m AS TABLE t");
        IncrementalRun view = asked("v").read();
        IncrementalRun appended = asked("m").separatingRepeats().read();
        IncrementalRun merged = asked("m").read();

        assertThat(view.notes()).anySatisfy(note -> assertThat(note).contains("within the lookback only"));
        assertThat(view.position().details()).isEmpty();
        assertThat(appended.notes()).anySatisfy(note -> assertThat(note).contains("within the lookback only"));
        assertThat(merged.position().details()).containsKey("snapshot");
    }

    @Test
    void whereNoTransactionRanSinceTheLastRunNothingElseIsLookedFor() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        for (int attempt = 0; attempt < 20; attempt++) {
            IncrementalRun first = asked("t").read();
            IncrementalRun second = asked("t").after(first.position()).read();
            assertThat(second.keys()).isEmpty();
            if (first.position().details().equals(second.position().details())) {
                assertThat(second.notes())
                        .contains("no row was committed late: nothing was written since the last run");
                return;
            }
        }
        throw new AssertionError("the server never was at rest");
    }

    @Test
    void aRestoredDatabaseIsMergedAnewFromBelowAndNeverAppendedTwice() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        Position now = asked("t").read().position();
        for (Map<String, String> restored : List.of(
                Map.of(
                        "snapshot",
                        "999999999999:999999999999:",
                        "database",
                        now.details().get("database")),
                Map.of("snapshot", now.details().get("snapshot"), "database", "1"))) {
            Position last = new Position("20", restored);
            IncrementalRun merged = asked("t").after(last).read();
            ConnectorException refusal = catchThrowableOfType(
                    ConnectorException.class,
                    () -> asked("t").after(last).separatingRepeats().read());

            assertThat(merged.keys()).containsExactly(1L, 2L);
            assertThat(merged.notes()).anySatisfy(note -> assertThat(note).contains("all rows below are read again"));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(refusal).hasMessageContaining("'public.t'").hasMessageContaining("sluice state reset");
        }
    }

    @Test
    void aPositionThatSomebodySetIsGoneOnFromWithoutASnapshot() throws Exception {
        database.execute(insert(1, 10), insert(2, 20));
        IncrementalRun run =
                asked("t").after(Position.of("15")).separatingRepeats().read();

        assertThat(run.keys()).containsExactly(2L);
        assertThat(run.notes()).anySatisfy(note -> assertThat(note).contains("from the next run on"));
    }

    @Test
    void idsAreComparedByTheirLast32Bits() {
        assertThat(TransactionSnapshot.parse((1L << 32) + 10 + ":" + ((1L << 32) + 12) + ":"))
                .hasValueSatisfying(snapshot -> {
                    assertThat(snapshot.unseen()).isEqualTo("age(xmin) <= (SELECT age('10'::xid)) AND age(xmin) >= 0");
                    assertThat(snapshot.hasTransactionsInProgress()).isTrue();
                    assertThat(unseenUntil(snapshot, (1L << 32) + 11)).isEqualTo("xmin = ANY ('{10}'::xid[])");
                    // nine are hashed
                    assertThat(unseenUntil(snapshot, (1L << 32) + 13))
                            .isEqualTo("xmin = ANY ('{10,11,12,10,11,12,10,11,12}'::xid[])");
                    assertThat(unseenUntil(snapshot, (1L << 32) + 19))
                            .isEqualTo("xmin = ANY ('{10,11,12,13,14,15,16,17,18}'::xid[])");
                    assertThat(unseenUntil(snapshot, (1L << 32) + 20_000)).isEqualTo(snapshot.unseen());
                });
        assertThat(TransactionSnapshot.parse((1L << 32) - 2 + ":" + ((1L << 32) - 2) + ":"))
                .hasValueSatisfying(snapshot -> {
                    // the ids in between mean something else
                    assertThat(unseenUntil(snapshot, (1L << 32) + 5))
                            .isEqualTo("xmin = ANY ('{4294967294,4294967295,3,4,4294967294,4294967295,3,4,"
                                    + "4294967294,4294967295,3,4}'::xid[])");
                });
        assertThat(TransactionSnapshot.parse("10:10'; DROP TABLE t")).isEmpty();
    }

    private static String unseenUntil(TransactionSnapshot snapshot, long next) {
        return snapshot.unseenUntil(
                TransactionSnapshot.parse(next + ":" + next + ":").orElseThrow());
    }
}
