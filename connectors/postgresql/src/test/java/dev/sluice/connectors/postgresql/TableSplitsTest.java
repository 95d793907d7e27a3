package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSplitsTest {
    private static TestingDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createTables() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
        database.execute(
                "create table holes as select i, repeat('x', 200) as pad from generate_series(1, 20000) i",
                "delete from holes where i % 3 = 0",
                "create table empty (i int)",
                "create table parted (i int, pad text) partition by range (i)",
                "create table parted_a partition of parted for values from (0) to (5000)",
                "create table parted_b partition of parted default",
                "insert into parted select i, repeat('y', 100) from generate_series(0, 9999) i",
                "create table parent (i int)",
                "create table child (extra text) inherits (parent)",
                "insert into parent select generate_series(1, 3000)",
                "insert into child select i, 'c' from generate_series(3001, 6000) i",
                "create view shown as select * from holes");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"holes", "empty", "parted", "parent", "shown"})
    void theSplitsTogetherAreTheTable(String table) throws Exception {
        CatalogStream stream = rig.stream(table);
        List<Object> expected = numbers(rig.read(stream).stream().toList());
        for (int parallelism : List.of(1, 2, 5, 16, 40)) {
            ReadRequest request = rig.readRequest(stream, parallelism);
            try (SplitPlan plan = TableSplits.plan(request, 1, KeptConnections.none())) {
                List<Object> found = new ArrayList<>();
                for (Split split : plan.splits()) {
                    found.addAll(numbers(rig.read(request, split)));
                }
                assertThat(found).as("parallelism %d", parallelism).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void aTableOfManyPagesIsCutUp() throws Exception {
        try (SplitPlan plan = TableSplits.plan(rig.readRequest(rig.stream("holes"), 2), 1, KeptConnections.none())) {
            assertThat(plan.splits()).hasSizeGreaterThan(4);
            assertThat(plan.notes()).anySatisfy(note -> assertThat(note).contains("one point in time"));
        }
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void theSplitsOfARunArePlannedAndReadThroughTwoConnectionsWhichEndWithIt() throws Exception {
        ReadRequest request = rig.readRequest(rig.stream("holes"), 2);
        PostgresSource source = new PostgresSource(1).forRun();
        List<List<String>> others = connections();
        List<List<String>> readers = List.of();
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            found.clear();
            source.discoverSchema(new DiscoverRequest(request.options(), Map.of()));
            try (SplitPlan plan = source.planSplits(request)) {
                for (Split split : plan.splits()) {
                    found.addAll(numbers(Rig.read(source, request, split)));
                }
            }
            List<List<String>> own = connections();
            own.removeAll(others);
            assertThat(own).hasSize(2);
            assertThat(readers).isSubsetOf(own);
            readers = own;
        }
        source.close();
        assertThat(found).containsExactlyInAnyOrderElementsOf(numbers(rig.read(rig.stream("holes"))));
        for (int i = 0; i < 500 && connections().stream().anyMatch(readers::contains); i++) {
            Thread.sleep(10);
        }
        assertThat(connections()).doesNotContainAnyElementsOf(readers);
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void aLostPointInTimeIsTold() {
        ReadRequest request = rig.readRequest(rig.stream("holes"), 2);
        try (SplitPlan plan = TableSplits.plan(request, 1, KeptConnections.none())) {
            database.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                    + " where application_name = 'sluice' and datname = current_database()");
            assertThatThrownBy(() -> rig.read(request, plan.splits().getFirst()))
                    .hasMessageContaining("the connection that held the source's point in time was lost");
        }
    }

    private static List<List<String>> connections() {
        return new ArrayList<>(database.query("select pid::text from pg_stat_activity"
                + " where application_name = 'sluice' and datname = current_database()"));
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void aTableIsNotRewrittenWhileItsSplitsAreRead() {
        try (SplitPlan plan = TableSplits.plan(rig.readRequest(rig.stream("holes"), 2), 1, KeptConnections.none())) {
            assertThat(plan.splits()).hasSizeGreaterThan(1);
            assertThatThrownBy(() -> database.execute("set lock_timeout = '200ms'; truncate holes"))
                    .hasMessageContaining("lock timeout");
        }
    }

    @Test
    void contract04AViewIsOneSplitAndThePlanSaysWhy() {
        try (SplitPlan plan = TableSplits.plan(rig.readRequest(rig.stream("shown"), 4), 1, KeptConnections.none())) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(plan.notes()).anySatisfy(note -> assertThat(note).startsWith("one split"));
        }
    }

    @Test
    @SincePostgres(Session.TID_RANGE_SCANS)
    void contract04AllSplitsReadOnePointInTimeWhileTheTableChanges() throws Exception {
        database.execute("create table moving as select i, repeat('x', 200) as pad from generate_series(1, 5000) i");
        ReadRequest request = rig.readRequest(rig.stream("moving"), 3);
        List<Object> found = new ArrayList<>();
        try (SplitPlan plan = TableSplits.plan(request, 1, KeptConnections.none())) {
            assertThat(plan.splits()).hasSizeGreaterThan(2);
            for (Split split : plan.splits()) {
                found.addAll(numbers(rig.read(request, split)));
                database.execute(
                        "update moving set i = i + 100000 where i % 2 = 0",
                        "delete from moving where i % 7 = 0",
                        "insert into moving select i, 'new' from generate_series(900000, 905000) i");
            }
        }

        List<Object> expected = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            expected.add(i);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Object> numbers(List<dev.sluice.spi.data.RecordBatch> batches) {
        return Rig.rows(batches).stream().map(List::getFirst).toList();
    }
}
