package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that policies hide from the user. */
class RowSecurityTest {
    private static final Schema SCHEMA = Schema.of(Field.of("id", Type.INT64));
    private static final Map<String, String> TENANT = Map.of("user", "tenant", "password", "tenant-secret");

    private static TestingDatabase database;
    private static Rig owner;
    private static Rig tenant;

    @BeforeAll
    static void hideRows() {
        database = TestingPostgres.shared().createDatabase();
        owner = new Rig(database);
        tenant = owner.as(TENANT);
        TestingPostgres.shared().createRole("tenant", "tenant-secret");
        database.execute(
                "create table shared (id bigint)",
                "insert into shared values (1), (2), (99)",
                "alter table shared enable row level security",
                "create policy own on shared using (id < 10)",
                "grant usage, create on schema public to tenant",
                "grant select, insert, delete on shared to tenant");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static List<RecordBatch> row(long id) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, 1);
        Values.append(Type.INT64, builder.column(0), id);
        return List.of(builder.build());
    }

    @Test
    void overwriteWouldLeaveThem() throws Exception {
        assertThatThrownBy(() -> tenant.write("shared", SCHEMA, WriteMode.OVERWRITE, row(3)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("row-level security", "'shared'", "BYPASSRLS");
        assertThat(database.query("select count(*) from shared where id in (1, 2, 99)"))
                .containsExactly(List.of("3"));

        tenant.write("shared", SCHEMA, WriteMode.APPEND, row(4));
        assertThat(database.query("select count(*) from shared where id = 4")).containsExactly(List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void thePlanSaysThatTheyAreNotRead(int parallelism) {
        assertThat(notes(request(tenant, parallelism))).anySatisfy(RowSecurityTest::speaksOfPolicies);
        assertThat(notes(request(owner, parallelism))).noneSatisfy(RowSecurityTest::speaksOfPolicies);
    }

    @Test
    void thePlanOfAnIncrementalRunSaysThatTheyAreNotRead() {
        Increment increment = new Increment(SCHEMA.field(0), null, "", "", Lookback.NONE, false);
        assertThat(notes(request(tenant, 1).with(increment))).anySatisfy(RowSecurityTest::speaksOfPolicies);
        assertThat(notes(request(owner, 1).with(increment))).noneSatisfy(RowSecurityTest::speaksOfPolicies);
    }

    private static void speaksOfPolicies(String note) {
        assertThat(note).contains("row-level security");
    }

    private static ReadRequest request(Rig rig, int parallelism) {
        return rig.readRequest(rig.stream("shared"), parallelism);
    }

    private static List<String> notes(ReadRequest request) {
        try (SplitPlan plan = new PostgresSource().planSplits(request)) {
            return plan.notes();
        }
    }
}
