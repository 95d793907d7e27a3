package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSplitsTest {
    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT ";

    private static TestingMysqlDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createTables() {
        database = TestingMysql.mysql().createDatabase();
        rig = new Rig(database);
        database.execute(
                "create table numbers (k bigint primary key, v int)",
                "insert into numbers " + NUMBERS + "i * 37 - 20000, i from n",
                "create table skewed (k bigint unsigned primary key, v int)",
                "insert into skewed " + NUMBERS + "i, i from n",
                "insert into skewed values (18446744073709551615, 901)",
                "create table decimals (k decimal(12,3) primary key, v int)",
                "insert into decimals " + NUMBERS + "i / 7, i from n",
                "create table days (k date primary key, v int)",
                "insert into days " + NUMBERS + "date_add('1960-02-27', interval i day), i from n",
                "create table clocks (k datetime(6) primary key, v int)",
                "insert into clocks " + NUMBERS
                        + "date_add('2024-03-30 23:00:00.000001', interval i * 7777777 microsecond), i from n",
                "create table texts (k varchar(40) character set utf8mb4 collate utf8mb4_0900_ai_ci primary key, v"
                        + " int)",
                "insert into texts " + NUMBERS + "concat(char(64 + i % 60 using utf8mb4), '\\'\\\\é', i), i from n",
                "create table octets (k varbinary(20) primary key, v int)",
                "insert into octets " + NUMBERS + "unhex(lpad(hex(i * 2654435761 % 4294967296), 16, '0')), i from n",
                "create table composite (a int, b varchar(10), c date, v int, primary key (a, b, c))",
                "insert into composite " + NUMBERS
                        + "i % 3, concat('b', i % 5), date_add('2020-01-01', interval i day), i from n",
                "create table keyless (v int)",
                "insert into keyless " + NUMBERS + "i from n",
                "create table nothing (k int primary key, v int)",
                "create view shown as select * from numbers",
                "analyze table numbers, skewed, decimals, days, clocks, texts, octets, composite, keyless, nothing");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static List<Object> values(ReadRequest request, Split split) throws Exception {
        return rig.rows(request, split).stream().map(List::getLast).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numbers",
                "skewed",
                "decimals",
                "days",
                "clocks",
                "texts",
                "octets",
                "composite",
                "keyless",
                "nothing",
                "shown"
            })
    void theSplitsTogetherAreTheTable(String table) throws Exception {
        List<Object> expected = rig.rows(table).stream().map(List::getLast).toList();
        for (int parallelism : List.of(1, 2, 5, 16)) {
            ReadRequest request = rig.request(table, parallelism);
            try (SplitPlan plan = new TableSplits(request, 1).plan()) {
                List<Object> found = new ArrayList<>();
                for (Split split : plan.splits()) {
                    found.addAll(values(request, split));
                }
                assertThat(found).as("parallelism %d", parallelism).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers", "decimals", "days", "clocks", "texts", "octets", "composite"})
    void contract04AKeyIsCutIntoPartsOfLikeSize(String table) throws Exception {
        ReadRequest request = rig.request(table, 2);
        try (SplitPlan plan = new TableSplits(request, 1).plan()) {
            assertThat(plan.splits()).hasSizeBetween(6, 8);
            for (Split split : plan.splits()) {
                assertThat(values(request, split)).as(split.description()).hasSizeLessThan(300);
            }
        }
    }

    @Test
    void contract04WhatHasNoKeyIsReadAsOneAndSaysSo() {
        try (SplitPlan plan = new TableSplits(rig.request("keyless", 4), 1).plan()) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(plan.notes()).anySatisfy(note -> assertThat(note).contains("no primary key"));
        }
    }

    @Test
    void contract04AllSplitsSeeThePointInTimeOfThePlan() throws Exception {
        database.execute(
                "create table moving (k int primary key, v int)", "insert into moving " + NUMBERS + "i, i from n");
        ReadRequest request = rig.request("moving", 3);
        try (SplitPlan plan = new TableSplits(request, 1).plan()) {
            assertThat(plan.notes()).anySatisfy(note -> assertThat(note).contains("one point in time"));
            database.execute("delete from moving where k % 2 = 0", "insert into moving values (-5, -5), (5000, 5000)");
            List<Object> found = new ArrayList<>();
            for (Split split : plan.splits()) {
                found.addAll(values(request, split));
            }
            assertThat(found).hasSize(900).doesNotContain(-5, 5000);
        }
    }

    @Test
    void aSplitCanBeReadAgainAfterAReadThatWasCutOff() throws Exception {
        ReadRequest request = rig.request("numbers", 1);
        ReadRequest two = rig.request("numbers", 2);
        try (SplitPlan plan = new TableSplits(two, 1).plan()) {
            Split first = plan.splits().getFirst();
            assertThatThrownBy(() -> new MysqlSource().read(two, first, new Cut(two)))
                    .isInstanceOf(InterruptedException.class);
            assertThat(values(two, first)).isNotEmpty();
        }
        assertThat(request.parallelism()).isOne();
    }

    private static final class Cut extends dev.sluice.spi.BatchOutput {
        Cut(ReadRequest request) {
            super(request.schema(), request.batchSize());
        }

        @Override
        public void emit(dev.sluice.spi.data.RecordBatch batch) throws InterruptedException {
            throw new InterruptedException("nobody wants the rows");
        }
    }

    @Test
    void withoutThePrivilegeToLockThereIsOneSplitThatSaysWhatToGrant() {
        database.server().createUser("reader", "reader-secret");
        database.execute("grant select on `" + database.name() + "`.* to reader");
        ReadRequest request =
                rig.request(rig.stream("numbers"), 4, Map.of("user", "reader", "password", "reader-secret"));
        try (SplitPlan plan = new TableSplits(request, 1).plan()) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(plan.notes()).anySatisfy(note -> assertThat(note).contains("GRANT LOCK TABLES"));
        }
    }

    @Test
    void withoutOnePointInTimeNoLockIsNeeded() throws Exception {
        database.server().createUser("reader2", "reader-secret");
        database.execute("grant select on `" + database.name() + "`.* to reader2");
        ReadRequest request = rig.request(
                rig.stream("numbers"),
                2,
                Map.of("user", "reader2", "password", "reader-secret", "consistent_read", false));
        try (SplitPlan plan = new TableSplits(request, 1).plan()) {
            assertThat(plan.splits()).hasSizeGreaterThan(2);
            assertThat(values(request, plan.splits().getLast())).isNotEmpty();
        }
    }

    @Test
    void aSplitOfAClosedPlanIsRefused() {
        CatalogStream stream = rig.stream("numbers");
        ReadRequest request = rig.request(stream, 2, Map.of());
        SplitPlan plan = new TableSplits(request, 1).plan();
        plan.close();

        assertThatThrownBy(() -> values(request, plan.splits().getFirst()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("consistent_read");
    }
}
