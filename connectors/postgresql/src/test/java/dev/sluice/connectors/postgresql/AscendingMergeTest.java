package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows in the order of the key, while other transactions change the target. */
@SincePostgres(AscendingMerge.SINCE)
class AscendingMergeTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("name", Type.STRING)), List.of("id"));

    private static TestingDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void createTarget() {
        database.execute(
                "drop table if exists t cascade",
                "create table t (id bigint primary key, name text, note text default 'new')",
                "insert into t values (1, 'old', 'a'), (3, 'old', 'c'), (9, 'old', 'z')");
    }

    private static RecordBatch rows(long... ids) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, ids.length);
        for (long id : ids) {
            Values.append(Type.INT64, builder.column(0), id);
            Values.append(Type.STRING, builder.column(1), "merged " + id);
        }
        return builder.build();
    }

    private static List<List<String>> target() {
        return database.query("select id, name, note from t order by id");
    }

    /** Merges while another transaction has run a statement, which it commits once the merge waits for it. */
    private static CommitResult mergeWhile(String statement, String waiting, long... ids) throws Exception {
        WriteRequest request = rig.writeRequest("t", SCHEMA, WriteMode.MERGE);
        PostgresDestination destination = new PostgresDestination();
        WriteHandle handle = destination.begin(request);
        CommitToken token = rig.stage(request, handle, 0, List.of(rows(ids)));
        CompletableFuture<CommitResult> result;
        try (Connection other = database.connect();
                Statement run = other.createStatement()) {
            other.setAutoCommit(false);
            run.execute(statement);
            result = CompletableFuture.supplyAsync(() -> {
                try {
                    return destination.commit(request, handle, new Commit(List.of(token), ""));
                } catch (RuntimeException e) {
                    throw new CompletionException(e);
                }
            });
            awaitLock(waiting);
            other.commit();
        }
        return result.get(30, TimeUnit.SECONDS);
    }

    private static void awaitLock(String statement) throws InterruptedException, SQLException {
        for (int i = 0; i < 1000; i++) {
            List<List<String>> waiting = database.query("select query from pg_stat_activity where datname ="
                    + " current_database() and application_name = 'sluice' and wait_event_type = 'Lock'");
            if (!waiting.isEmpty()) {
                assertThat(waiting.getFirst().getFirst()).startsWith(statement);
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the merge waited for no lock");
    }

    @Test
    void aKeyThatAnotherTransactionAddsMeanwhileIsMergedIntoItsRow() throws Exception {
        CommitResult result = mergeWhile("insert into t values (2, 'theirs', 'b')", "MERGE", 1, 2, 4);

        assertThat(result.rows()).isEqualTo(3);
        assertThat(target())
                .containsExactly(
                        List.of("1", "merged 1", "a"),
                        List.of("2", "merged 2", "b"),
                        List.of("3", "old", "c"),
                        List.of("4", "merged 4", "new"),
                        List.of("9", "old", "z"));
        assertThat(database.query("select relname from pg_class where relname like '\\_sluice%' and relkind = 'r'"
                        + " and relname not like '\\_sluice\\_state%'"))
                .isEmpty();
    }

    @Test
    void aRowThatAnotherTransactionChangesMeanwhileKeepsItsOtherColumns() throws Exception {
        CommitResult result = mergeWhile("update t set name = 'theirs', note = 'changed' where id = 3", "MERGE", 1, 3);

        assertThat(result.rows()).isEqualTo(2);
        assertThat(target())
                .containsExactly(
                        List.of("1", "merged 1", "a"), List.of("3", "merged 3", "changed"), List.of("9", "old", "z"));
    }

    @Test
    void aRowThatAnotherTransactionDeletesMeanwhileIsAdded() throws Exception {
        CommitResult result = mergeWhile("delete from t where id = 3", "MERGE", 1, 3);

        assertThat(result.rows()).isEqualTo(2);
        assertThat(target())
                .containsExactly(
                        List.of("1", "merged 1", "a"), List.of("3", "merged 3", "new"), List.of("9", "old", "z"));
    }

    @Test
    void aRowWhoseKeyAnotherTransactionChangesMeanwhileIsAddedBesideIt() throws Exception {
        CommitResult result = mergeWhile("update t set id = 7 where id = 3", "MERGE", 1, 3);

        assertThat(result.rows()).isEqualTo(2);
        assertThat(target())
                .containsExactly(
                        List.of("1", "merged 1", "a"),
                        List.of("3", "merged 3", "new"),
                        List.of("7", "old", "c"),
                        List.of("9", "old", "z"));
    }

    @Test
    void triggersOfTheTargetFireAsForRowsInNoOrder() throws Exception {
        database.execute(
                "create or replace function note_insert() returns trigger language plpgsql as"
                        + " $$ begin new.name := new.name || '!'; return new; end $$",
                "create trigger noted before insert on t for each row execute function note_insert()");
        CommitResult result = mergeWhile("update t set note = 'changed' where id = 3", "INSERT", 1, 2, 3);

        assertThat(result.rows()).isEqualTo(3);
        assertThat(target())
                .containsExactly(
                        List.of("1", "merged 1!", "a"),
                        List.of("2", "merged 2!", "new"),
                        List.of("3", "merged 3!", "changed"),
                        List.of("9", "old", "z"));
    }

    @Test
    void anIdentityThatIsTheKeyIsMergedByItsValue() throws Exception {
        database.execute(
                "drop table t",
                "create table t (id bigint generated always as identity primary key, name text, note text)",
                "insert into t overriding system value values (1, 'old', 'a')");
        assertThat(rig.write("t", SCHEMA, WriteMode.MERGE, List.of(rows(1, 5))).rows())
                .isEqualTo(2);
        assertThat(database.query("select id, name from t order by id"))
                .containsExactly(List.of("1", "merged 1"), List.of("5", "merged 5"));
    }

    @Test
    void aPartitionedTargetIsMerged() throws Exception {
        database.execute(
                "drop table t",
                "create table t (id bigint primary key, name text, note text) partition by range (id)",
                "create table t_1 partition of t for values from (0) to (4)",
                "create table t_2 partition of t for values from (4) to (100)",
                "insert into t values (1, 'old', 'a')");
        assertThat(rig.write("t", SCHEMA, WriteMode.MERGE, List.of(rows(1, 5))).rows())
                .isEqualTo(2);
        assertThat(database.query("select tableoid::regclass, id, name from t order by id"))
                .containsExactly(List.of("t_1", "1", "merged 1"), List.of("t_2", "5", "merged 5"));
    }
}
