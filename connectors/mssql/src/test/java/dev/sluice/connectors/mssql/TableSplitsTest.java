package dev.sluice.connectors.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges of keys: whatever the key, their rows are the table's, and all of one point in time. */
class TableSplitsTest {
    private static final int ROWS = 300;
    private static final long MINIMUM_ROWS = 20;

    private SqlServerDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "id int|id|%d",
                "id bigint|id|%d * CAST(1000000007 AS bigint)",
                "id decimal(12,2)|id|%d * 1.25",
                "id date|id|DATEADD(day, %d, '1582-09-01')",
                "id datetime2(7)|id|DATEADD(hour, %d, '2024-03-08T00:30:00.1234567')",
                "id datetime|id|DATEADD(hour, %d, '2024-03-08T00:30:00.997')",
                "id nvarchar(20)|id|N'Schlüssel %d'",
                "id varchar(20)|id|'key %d'",
                "id uniqueidentifier|id|'%08d-0000-0000-0000-000000000000'",
                "id varbinary(8)|id|0x%08d",
                "a int NOT NULL, b nvarchar(10)|a, b|%d / 50, N'%d'",
                "a datetime NOT NULL, b int|a, b|DATEADD(day, %d / 50, '2024-03-08T00:30:00.997'), %d"
            })
    void contract04TheRangesOfAnyKeyHoldEachRowOnce(String columns, String key, String values) throws Exception {
        database.execute("CREATE TABLE t (" + columns + " NOT NULL, n int NOT NULL, PRIMARY KEY (" + key + "))");
        fill(values);
        ReadRequest request = rig.readRequest(rig.stream("t"), 3);

        try (SplitPlan plan = new TableSplits(request, MINIMUM_ROWS).plan()) {
            assertThat(plan.splits()).hasSizeGreaterThan(3);
            assertThat(numbers(request, plan)).containsExactlyInAnyOrderElementsOf(all());
        }
    }

    @Test
    void aSchemaIsListedOnceHoweverItIsSpelt() {
        table();
        DiscoverRequest request = new DiscoverRequest(rig.options(), Map.of(), List.of("DBO", "dbo"));

        assertThat(new MssqlSource().discoverSchema(request).streams())
                .isEqualTo(new MssqlSource()
                        .discoverSchema(DiscoverRequest.of(rig.options()))
                        .streams())
                .hasSize(1);
    }

    @Test
    void contract04TheSplitsReadOnePointInTimeWhateverIsWrittenMeanwhile() throws Exception {
        table();
        ReadRequest request = rig.readRequest(rig.stream("t"), 3);

        try (SplitPlan plan = new TableSplits(request, MINIMUM_ROWS).plan()) {
            assertThat(plan.notes()).singleElement().asString().contains("one point in time");
            database.execute(
                    "UPDATE t SET n = -1 WHERE id % 2 = 0",
                    "DELETE FROM t WHERE id > 250", "INSERT INTO t VALUES (5000, 5000)");

            assertThat(numbers(request, plan)).containsExactlyInAnyOrderElementsOf(all());
        }
    }

    @Test
    void contract04WithoutSnapshotIsolationOneReaderReadsAndTheNoteSaysWhatToDo() throws Exception {
        table();
        database.execute("ALTER DATABASE " + database.name() + " SET ALLOW_SNAPSHOT_ISOLATION OFF");
        ReadRequest request = rig.readRequest(rig.stream("t"), 3);

        try (SplitPlan plan = new TableSplits(request, MINIMUM_ROWS).plan()) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(String.join("; ", plan.notes()))
                    .contains("ALLOW_SNAPSHOT_ISOLATION")
                    .contains("may be seen in part");
            assertThat(numbers(request, plan)).containsExactlyInAnyOrderElementsOf(all());
        }
    }

    @Test
    void contract04WithoutAConsistentReadSeveralReadersReadAndTheNoteSaysSo() throws Exception {
        table();
        database.execute("ALTER DATABASE " + database.name() + " SET ALLOW_SNAPSHOT_ISOLATION OFF");
        ReadRequest asked = rig.readRequest(rig.stream("t"), 3);
        ReadRequest request = new ReadRequest(
                rig.options(Map.of("consistent_read", false)),
                asked.stream(),
                asked.schema(),
                3,
                asked.batchSize(),
                asked.taskMemory());

        try (SplitPlan plan = new TableSplits(request, MINIMUM_ROWS).plan()) {
            assertThat(plan.splits()).hasSizeGreaterThan(3);
            assertThat(plan.notes()).singleElement().asString().contains("its own point in time");
            assertThat(numbers(request, plan)).containsExactlyInAnyOrderElementsOf(all());
        }
    }

    @Test
    void aKeyWithLettersBeyondAsciiInAVarcharIsNotCut() throws Exception {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, n int NOT NULL)");
        fill("'ä%d'");
        ReadRequest request = rig.readRequest(rig.stream("t"), 3);

        try (SplitPlan plan = new TableSplits(request, MINIMUM_ROWS).plan()) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(plan.notes()).singleElement().asString().contains("ASCII");
        }
    }

    @Test
    void aTableWithoutAKeyAndAQueryAreOneSplit() throws Exception {
        database.execute("CREATE TABLE t (id int, n int)");
        fill("%d");
        CatalogStream query = rig.query("WITH few AS (SELECT n, id FROM t) SELECT TOP (5) n, id FROM few ORDER BY n;");

        try (SplitPlan plan = new TableSplits(rig.readRequest(rig.stream("t"), 3), MINIMUM_ROWS).plan()) {
            assertThat(plan.notes()).singleElement().asString().contains("no primary key");
        }
        try (SplitPlan plan = new TableSplits(rig.readRequest(query, 3), MINIMUM_ROWS).plan()) {
            assertThat(plan.notes()).singleElement().asString().contains("query");
        }
        assertThat(Rig.rows(rig.read(query)).stream().map(List::getFirst)).containsExactly(0, 1, 2, 3, 4);
    }

    private void table() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)");
        fill("%d");
    }

    private void fill(String values) {
        database.execute("INSERT INTO t VALUES "
                + IntStream.range(0, ROWS)
                        .mapToObj(i -> "("
                                + values.replace("%08d", "%08d".formatted(i)).replace("%d", String.valueOf(i)) + ", "
                                + i + ")")
                        .collect(Collectors.joining(", ")));
    }

    private List<Object> numbers(ReadRequest request, SplitPlan plan) throws Exception {
        int column = request.schema().indexOf("n").orElseThrow();
        List<Object> numbers = new ArrayList<>();
        for (Split split : plan.splits()) {
            Rig.rows(rig.read(request, split)).forEach(row -> numbers.add(row.get(column)));
        }
        return numbers;
    }

    private static List<Object> all() {
        return IntStream.range(0, ROWS).mapToObj(i -> (Object) i).toList();
    }
}
