package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.IncrementalRun;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run that merges reads where few rows are new, changed or were committed late, and where none are. */
class FewRowsTest {
    private static final int ROWS = 20_000;

    private TestingDatabase database;
    private PostgresSystem system;

    @BeforeEach
    void createTables() {
        database = TestingPostgres.shared().createDatabase();
        system = new PostgresSystem(database, 1);
        database.execute(
                "CREATE TABLE t (\"row\" bigint PRIMARY KEY, moved bigint NOT NULL, pad text)",
                "INSERT INTO t SELECT i, i, repeat('x', 100) FROM generate_series(1, " + ROWS + ") i",
                "CREATE TABLE parts (\"row\" bigint, moved bigint NOT NULL) PARTITION BY RANGE (\"row\")",
                "CREATE TABLE \"parts 1\" PARTITION OF parts FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE parts_2 PARTITION OF parts DEFAULT",
                "INSERT INTO parts SELECT i, i FROM generate_series(1, 500) i");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private Asked asked(String table) {
        StreamName name = StreamName.of(table);
        return Asked.of(system, name, new ConnectorDriver(system).discover(name), "moved")
                .inParallel(4);
    }

    /** A transaction, so that something could have been committed late. */
    private void somethingElseHappens() {
        database.execute("CREATE TABLE IF NOT EXISTS other (i int)", "INSERT INTO other VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "parts"})
    void whereNothingIsNewThereIsNoSplit(String table) throws Exception {
        IncrementalRun first = asked(table).read();
        somethingElseHappens();
        IncrementalRun second = asked(table).after(first.position()).read();
        IncrementalRun third =
                asked(table).after(second.position()).inParallel(1).read();

        assertThat(List.of(second.splits(), third.splits())).containsOnly(0);
        assertThat(third.position().cursor()).isEqualTo(first.position().cursor());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void fewRowsAreReadByTheirPlaces(int parallelism) throws Exception {
        IncrementalRun first = asked("t").read();
        database.execute(
                "UPDATE t SET pad = 'changed' WHERE \"row\" IN (3, 10000)",
                "INSERT INTO t VALUES (0, 5, 'late'), (30000, 30000, 'new')");
        IncrementalRun second =
                asked("t").after(first.position()).inParallel(parallelism).read();

        assertThat(second.keys()).containsExactly(0L, 3L, 10000L, 30000L);
        assertThat(second.splits()).isEqualTo(1);
        assertThat(second.position().cursor()).isEqualTo("30000");
    }

    @Test
    void rowsOfSeveralPartitionsAreReadInOneSplit() throws Exception {
        IncrementalRun first = asked("parts").read();
        database.execute("INSERT INTO parts VALUES (50, 1), (1000, 2), (1001, 501)");
        IncrementalRun second = asked("parts").after(first.position()).read();

        assertThat(second.keys()).containsExactly(50L, 1000L, 1001L);
        assertThat(second.splits()).isEqualTo(1);
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void manyRowsAreReadBySeveralConnections() throws Exception {
        IncrementalRun first = asked("t").read();
        database.execute("UPDATE t SET pad = 'changed' WHERE \"row\" > 5000");
        IncrementalRun second = asked("t").after(first.position()).read();

        assertThat(second.keys())
                .isEqualTo(LongStream.rangeClosed(5001, ROWS).boxed().toList());
        assertThat(second.splits()).isGreaterThan(1);
    }

    @Test
    void noMoreIsReadThanUpToTheEndOfTheWindow() throws Exception {
        Asked window = asked("t").between("", "1000");
        IncrementalRun first = window.read();
        database.execute("UPDATE t SET pad = 'changed' WHERE \"row\" IN (7, 2000)");
        IncrementalRun second = window.after(first.position()).read();
        somethingElseHappens();
        IncrementalRun wider =
                asked("t").between("", "1002").after(second.position()).read();

        assertThat(second.keys()).containsExactly(7L);
        assertThat(wider.keys()).containsExactly(1001L, 1002L);
    }

    /** The plan's transaction keeps what it found, whatever others do. */
    @Test
    void rowsThatChangeAfterThePlanAreReadAsThePlanSawThem() throws Exception {
        IncrementalRun first = asked("t").read();
        database.execute("UPDATE t SET pad = 'planned' WHERE \"row\" IN (1, 2, 3)");
        Asked asked = asked("t").after(first.position());
        ReadRequest request = new ReadRequest(
                system.sourceOptions(asked.target()),
                asked.stream(),
                asked.stream().schema(),
                4,
                ConnectorDriver.BATCH_SIZE,
                1 << 20,
                asked.increment());
        try (SplitPlan plan = system.source().planSplits(request)) {
            database.execute("UPDATE t SET pad = 'after' WHERE \"row\" = 1", "DELETE FROM t WHERE \"row\" = 2");
            database.execute("VACUUM t");
            Split split = plan.splits().getFirst();

            assertThat(split.description()).startsWith("\"public\".\"t\" 3 rows");
            assertThat(new ConnectorDriver(system)
                            .read(request, split).stream()
                                    .mapToInt(batch -> batch.rowCount())
                                    .sum())
                    .isEqualTo(3);
        }
    }

    @Test
    void aTableWithPoliciesIsReadAsOne() throws Exception {
        database.execute("ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        IncrementalRun first = asked("t").read();
        database.execute("UPDATE t SET pad = 'changed' WHERE \"row\" = 5");

        IncrementalRun second = asked("t").after(first.position()).read();
        assertThat(Set.copyOf(second.keys())).containsExactly(5L);
        assertThat(second.splits()).isEqualTo(1);
    }
}
