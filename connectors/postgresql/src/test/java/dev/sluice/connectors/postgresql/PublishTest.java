package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishTest {
    private static final Schema SCHEMA = Schema.of(Field.of("id", Type.INT64), Field.of("name", Type.STRING));

    private static TestingDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
        TestingPostgres.shared().createRole("reader", "reader-secret");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void createTarget() {
        database.execute(
                "drop table if exists t cascade",
                "create table t (id bigint, name text)",
                "insert into t values (1, 'old')");
    }

    private static List<RecordBatch> rows(Object... idsAndNames) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, 4);
        for (int i = 0; i < idsAndNames.length; i++) {
            Values.append(SCHEMA.type(i % 2), builder.column(i % 2), idsAndNames[i]);
        }
        return List.of(builder.build());
    }

    @Test
    void contract21ATableIsOnePlaceWithItsSchemaAndWithout() {
        WriteRequest request = WriteSession.request(
                new PostgresSystem(database), StreamName.of("t"), SCHEMA, WriteMode.OVERWRITE, false);
        String place = new PostgresDestination().place(request);

        assertThat(new PostgresDestination().place(request.withTarget(new StreamName("public", "t"))))
                .isEqualTo(place);
        assertThat(new PostgresDestination().place(request.withTarget(StreamName.of("T"))))
                .isNotEqualTo(place);
    }

    @Test
    void aStateIsFoundWithTheTargetsSchemaAndWithout() {
        WriteRequest request =
                WriteSession.request(new PostgresSystem(database), StreamName.of("t"), SCHEMA, WriteMode.APPEND, false);
        WriteRequest inSchema = request.withTarget(new StreamName("public", "t"));
        PostgresDestination destination = new PostgresDestination();
        destination.putState(request, "one");
        assertThat(destination.state(inSchema)).isEqualTo("one");

        destination.putState(inSchema, "two");
        assertThat(destination.state(request)).isEqualTo("two");
    }

    @Test
    void aLeaseKeepsOthersOutWithTheTargetsSchemaAndWithout() {
        WriteRequest request =
                WriteSession.request(new PostgresSystem(database), StreamName.of("t"), SCHEMA, WriteMode.APPEND, false);
        WriteRequest inSchema = request.withTarget(new StreamName("public", "t"));
        PostgresDestination destination = new PostgresDestination();
        try (Lease lease = destination.lease(request, new LeaseHolder("here", "host-1"), Duration.ofMinutes(1))) {
            assertThatThrownBy(() ->
                            destination.lease(inSchema, new LeaseHolder("there", "host-2"), Duration.ofMinutes(1)))
                    .hasMessageContaining("host-1");
            assertThat(lease.renew()).isTrue();
        }
    }

    @Test
    void aTargetOfAnotherSchemaIsReadBackFromThere() {
        WriteRequest request = WriteSession.request(
                new PostgresSystem(database), new StreamName("raw", "t"), SCHEMA, WriteMode.OVERWRITE, false);

        assertThat(new PostgresDestination()
                        .readBack(request)
                        .orElseThrow()
                        .options()
                        .get(PostgresOptions.SCHEMA))
                .isEqualTo("raw");
    }

    @Test
    void xmlThatIsNoWholeDocumentArrivesWhateverTheDatabasesXmloption() throws Exception {
        String alter = "do $$ begin execute format('alter database %I ', current_database()) || '";
        database.execute("create table contents (doc xml)", alter + "set xmloption = document'; end $$");
        try {
            Schema schema = Schema.of(Field.of("doc", Type.STRING));
            BatchBuilder contents = new BatchBuilder(schema, 1);
            Values.append(Type.STRING, contents.column(0), "a <b>c</b>");
            rig.write("contents", schema, WriteMode.APPEND, List.of(contents.build()));
            assertThat(database.query("select doc from contents")).containsExactly(List.of("a <b>c</b>"));
        } finally {
            database.execute(alter + "reset xmloption'; end $$");
        }
    }

    @Test
    void aTableWithNothingToKeepIsSwapped() throws Exception {
        assertThat(rig.write("t", SCHEMA, WriteMode.OVERWRITE, rows(2L, "new")).notes())
                .anySatisfy(note -> assertThat(note).contains("rename"));
        assertThat(database.query("select * from t")).containsExactly(List.of("2", "new"));
    }

    @Test
    void aPrimaryKeyThatTheStreamDoesNotBringSurvivesAnOverwrite() throws Exception {
        database.execute("alter table t add primary key (id)");

        assertThat(rig.write("t", SCHEMA, WriteMode.OVERWRITE, rows(2L, "new")).notes())
                .anySatisfy(note -> assertThat(note).contains("primary key (id)"));

        assertThat(database.query("select count(*) from pg_index where indrelid = 't'::regclass and indisprimary"))
                .containsExactly(List.of("1"));
        assertThat(database.query("select * from t")).containsExactly(List.of("2", "new"));
    }

    @Test
    void grantsViewsIndexesAndCommentsSurviveAnOverwrite() throws Exception {
        database.execute(
                "grant select on t to reader",
                "create index t_name on t (name)",
                "create view v as select name from t",
                "comment on column t.name is 'kept'");

        assertThat(rig.write("t", SCHEMA, WriteMode.OVERWRITE, rows(2L, "new")).notes())
                .anySatisfy(note -> assertThat(note).contains("index t_name", "view v", "grant to reader", "comments"));

        assertThat(database.query("select * from v")).containsExactly(List.of("new"));
        assertThat(database.query("select has_table_privilege('reader', 't', 'SELECT'), to_regclass('t_name')::text,"
                        + " col_description('t'::regclass, 2)"))
                .containsExactly(List.of("t", "t_name", "kept"));
    }

    @Test
    void rowsAreWrittenInTheTypesOfATableThatIsThere() throws Exception {
        database.execute("drop table t", "create table t (id numeric(12,2) default 0, name varchar(3))");
        rig.write("t", SCHEMA, WriteMode.APPEND, castable(7L, "abc"));

        assertThat(database.query("select * from t")).containsExactly(List.of("7.00", "abc"));
    }

    @Test
    void aNumberThatAWideColumnWouldRoundIsRefused() throws Exception {
        database.execute("drop table t", "create table t (id numeric(50,2), name text)");
        Schema schema = Schema.of(Field.of("id", Type.NUMERIC), Field.of("name", Type.STRING));
        BatchBuilder builder = new BatchBuilder(schema, 2);
        for (String number : List.of("-7.250", "1.239")) {
            Values.append(Type.NUMERIC, builder.column(0), number);
            Values.append(Type.STRING, builder.column(1), number);
        }
        List<RecordBatch> rows = List.of(builder.build());

        assertThatThrownBy(() -> rig.write("t", schema, WriteMode.APPEND, rows))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("column 'id'", "row 2", "1.239 is refused", "scale is 2");
        assertThat(database.query("select count(*) from t")).containsExactly(List.of("0"));

        List<RecordBatch> fitting = List.of(rows.getFirst().select(new int[] {0}));
        rig.write("t", schema, WriteMode.APPEND, fitting);
        assertThat(database.query("select * from t")).containsExactly(List.of("-7.25", "-7.250"));
    }

    @Test
    void bitsThatAColumnWouldCutOffOrFillUpAreRefused() throws Exception {
        database.execute("drop table t", "create table t (id bigint primary key, name bit(3))");
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.OVERWRITE)) {
            for (String bits : List.of("10", "1010")) {
                assertThatThrownBy(() -> rig.write("t", SCHEMA, mode, rows(2L, bits)))
                        .isInstanceOf(ConnectorException.class)
                        .hasMessageContainingAll("does not match type bit(3)", "\"name\":\"" + bits + "\"");
            }
        }
        rig.write("t", SCHEMA, WriteMode.APPEND, rows(2L, "101"));
        assertThat(database.query("select name from t")).containsExactly(List.of("101"));
    }

    @Test
    void aTimeOfAZoneThatTheColumnWouldRoundIsRefused() {
        database.execute("drop table t", "create table t (id bigint, name time(2) with time zone)");
        assertThatThrownBy(() -> rig.write("t", SCHEMA, WriteMode.APPEND, rows(2L, "12:00:00.129+01")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("'name'", "time(2) with time zone");
    }

    @Test
    void anIntervalThatTheColumnWouldCutIsRefused() {
        database.execute("drop table t", "create table t (id interval day, name text)");
        Schema schema = Schema.of(Field.of("id", Type.INTERVAL), Field.of("name", Type.STRING));

        assertThatThrownBy(() -> rig.write("t", schema, WriteMode.APPEND, List.of()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("'id'", "interval day");
    }

    private static List<RecordBatch> castable(long id, String name) {
        Schema accepted = Schema.of(Field.of("id", new Type.Decimal(12, 2)), Field.of("name", Type.STRING));
        BatchBuilder builder = new BatchBuilder(accepted, 1);
        Values.append(accepted.type(0), builder.column(0), java.math.BigDecimal.valueOf(id));
        Values.append(accepted.type(1), builder.column(1), name);
        return List.of(builder.build());
    }

    @Test
    void contract08ATextThatIsTooLongIsRefusedWithItsRow() {
        database.execute("drop table t", "create table t (id bigint, name varchar(3))");

        assertThatThrownBy(() -> rig.write("t", SCHEMA, WriteMode.APPEND, rows(1L, "äöü", 2L, "long")))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll("'t'", "column 'name'", "row 2", "long");
        assertThat(database.query("select * from t")).isEmpty();
    }

    @Test
    void contract08ANulCharacterIsRefusedWithItsRowAndNothingIsLeft() {
        assertThatThrownBy(() -> rig.write("t", SCHEMA, WriteMode.OVERWRITE, rows(1L, null, 2L, "", 3L, "a\0b")))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll("column 'name'", "row 3", "U+0000");
        assertThat(database.query("select * from t")).containsExactly(List.of("1", "old"));
        assertThat(database.query("select tablename from pg_tables where tablename like '\\_sluice%' and tablename <>"
                        + " '_sluice_state'"))
                .isEmpty();
    }

    @Test
    void contract15RowsThatTheServerCannotHoldAreLeftOutWhereTheyAreRejected() throws Exception {
        List<Object> cells = new ArrayList<>();
        for (long id = 0; id < 1000; id++) {
            cells.add(id);
            cells.add(id % 333 == 7 ? "a\0b" : "name " + id);
        }
        List<BadRow> rejected = new ArrayList<>();
        WriteRequest request = rig.writeRequest("t", SCHEMA, WriteMode.OVERWRITE);
        PostgresDestination destination = new PostgresDestination();
        WriteHandle handle = destination.begin(request);

        CommitToken token = rig.stage(request, handle, 0, rows(cells.toArray()), new RowErrors() {
            @Override
            public OnError policy() {
                return OnError.REJECT;
            }

            @Override
            public void reject(BadRow row) {
                rejected.add(row);
            }

            @Override
            public void becomesNull(BadRow row) {
                throw row.asFailure();
            }
        });
        destination.commit(request, handle, new Commit(List.of(token), ""));

        assertThat(token.rows()).isEqualTo(997);
        assertThat(rejected).extracting(BadRow::position).containsExactly(7L, 340L, 673L);
        assertThat(new String(rejected.getFirst().raw(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":7,\"name\":\"a\\u0000b\"}");
        assertThat(database.query("select count(*), sum(id) from t"))
                .containsExactly(List.of("997", String.valueOf(999 * 500 - 7 - 340 - 673)));
    }

    @Test
    void aReaderWithoutThePrivilegeIsToldWhatToGrant() {
        CatalogStream stream = rig.stream("t");
        var request = rig.readRequest(stream, 1);
        var asReader = new dev.sluice.spi.ReadRequest(
                rig.options(Map.of("user", "reader", "password", "reader-secret")),
                stream,
                stream.schema(),
                1,
                request.batchSize(),
                request.taskMemory());

        assertThatThrownBy(() -> rig.read(
                        asReader, dev.sluice.spi.SplitPlan.single().splits().getFirst()))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessageContaining("GRANT SELECT ON \"public\".\"t\" TO \"reader\"")
                .hasMessageNotContaining("reader-secret");
    }

    @Test
    void aWriterWithoutThePrivilegeInTheSchemaIsToldThatRowsAreStagedThere() throws Exception {
        TestingPostgres.shared().createRole("appender", "appender-secret");
        database.execute(
                "revoke create on schema public from public",
                "grant usage on schema public to appender",
                "grant select, insert on t to appender");
        Rig appender = rig.as(Map.of("user", "appender", "password", "appender-secret"));

        assertThatThrownBy(() -> appender.write("t", SCHEMA, WriteMode.APPEND, rows(2L, "appended")))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessageContainingAll("permission denied for schema public", "USAGE and CREATE to write");
    }

    @Test
    void aTableOfAnotherOwnerIsFilledWithThePrivilegesThatAreDocumented() throws Exception {
        Schema keyed = new Schema(SCHEMA.fields(), List.of("id"));
        TestingPostgres.shared().createRole("filler", "filler-secret");
        database.execute("alter table t add primary key (id)", "grant usage, create on schema public to filler");
        Rig filler = rig.as(Map.of("user", "filler", "password", "filler-secret"));

        database.execute("grant select, insert on t to filler");
        filler.write("t", keyed, WriteMode.APPEND, rows(2L, "appended"));
        assertThatThrownBy(() -> filler.write("t", keyed, WriteMode.OVERWRITE, rows(2L, "new")))
                .hasMessageContainingAll("permission denied for table t", "overwrite also DELETE");
        assertThatThrownBy(() -> filler.write("t", keyed, WriteMode.MERGE, rows(2L, "new")))
                .hasMessageContainingAll("permission denied for table t", "merge also UPDATE");
        database.execute("grant update on t to filler");
        filler.write("t", keyed, WriteMode.MERGE, rows(2L, "merged", 3L, "added"));
        assertThat(database.query("select * from t order by id"))
                .containsExactly(List.of("1", "old"), List.of("2", "merged"), List.of("3", "added"));
        database.execute("revoke update on t from filler", "grant delete on t to filler");
        filler.write("t", keyed, WriteMode.OVERWRITE, rows(2L, "new"));
        assertThat(database.query("select * from t")).containsExactly(List.of("2", "new"));
        database.execute("drop table t", "drop owned by filler", "drop role filler");
    }

    private static void createReference(String action) {
        database.execute(
                "drop table if exists child",
                "drop table t",
                "create table t (id bigint primary key, name text)",
                "insert into t values (1, 'old')",
                "create table child (id bigint, t bigint default 1 constraint child_t references t " + action + ")",
                "insert into child values (10, 1)");
    }

    @Test
    void anOverwriteThatWouldDeleteOrChangeRowsOfOthersIsRefused() throws Exception {
        Schema keyed = new Schema(SCHEMA.fields(), List.of("id"));
        for (String action : List.of("CASCADE", "SET NULL", "SET DEFAULT")) {
            createReference("on delete " + action);

            // already by the plan
            assertThatThrownBy(() -> rig.writeRequest("t", keyed, WriteMode.OVERWRITE))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA))
                    .hasMessageContainingAll(
                            "table 't'",
                            "foreign key 'child_t' of table 'child' (ON DELETE " + action + ")",
                            "write_mode: merge");
            rig.write("t", keyed, WriteMode.MERGE, rows(1L, "new"));

            assertThat(database.query("select t.id, t.name, child.id from t join child on child.t = t.id"))
                    .containsExactly(List.of("1", "new", "10"));
        }
        database.execute("drop table child");
    }

    @Test
    void aKeyThatIsMadeDuringARunKeepsItFromPublishing() throws Exception {
        database.execute("alter table t add primary key (id)", "create index t_name on t (name)");
        WriteRequest request = rig.writeRequest("t", new Schema(SCHEMA.fields(), List.of("id")), WriteMode.OVERWRITE);
        PostgresDestination destination = new PostgresDestination();
        WriteHandle handle = destination.begin(request);
        CommitToken token = rig.stage(request, handle, 0, rows(2L, "new"));
        createReference("on delete cascade");

        assertThatThrownBy(() -> destination.commit(request, handle, new Commit(List.of(token), "")))
                .hasMessageContaining("foreign key 'child_t'");
        destination.abort(request, handle);
        assertThat(database.query("select * from child")).containsExactly(List.of("10", "1"));
        database.execute("drop table child");
    }

    @Test
    void anOverwriteThatAForeignKeyForbidsSaysWhatElseCanBeDone() {
        for (String action : List.of("", "on delete restrict")) {
            createReference(action);

            assertThatThrownBy(() -> rig.write("t", SCHEMA, WriteMode.OVERWRITE, rows(1L, "new")))
                    .hasMessageContainingAll("update or delete on table", "child_t", "write_mode: merge");
            assertThat(database.query("select * from t")).containsExactly(List.of("1", "old"));
        }
        database.execute("drop table child");
    }

    @Test
    void aQueryIsReadAsItsColumnsAre() throws Exception {
        CatalogStream query =
                rig.query("select id, name, 1.50::numeric(6,2) as price, '?'::varchar(3) as mark from t; ");

        assertThat(query.schema().fields().stream().map(field -> field.type().toString()))
                .containsExactly("int64", "string", "decimal(6,2)", "string(3)");
        assertThat(Rig.rows(rig.read(query)))
                .containsExactly(List.of(1L, "old", new java.math.BigDecimal("1.50"), "?"));
    }

    @Test
    void aRunIsPreparedLoadedAndPublishedThroughOneConnectionWhichEndsWithIt() throws Exception {
        WriteRequest request = rig.writeRequest("t", SCHEMA, WriteMode.OVERWRITE);
        PostgresDestination destination = new PostgresDestination().forRun();
        List<List<String>> others = connections();
        destination.plan(request);
        destination.states(request);
        WriteHandle handle = destination.begin(request);
        List<CommitToken> tokens = new ArrayList<>();
        tokens.add(Rig.stage(destination, request, handle, 0, rows(2L, "two")));
        List<List<String>> after = connections();
        after.removeAll(others);
        assertThat(after).hasSize(1);
        tokens.add(Rig.stage(destination, request, handle, 1, rows(3L, "three")));
        List<List<String>> afterTwo = connections();
        afterTwo.removeAll(others); // which may end meanwhile
        assertThat(afterTwo).isEqualTo(after);

        destination.commit(request, handle, new Commit(tokens, ""));
        assertThat(database.query("select * from t order by id"))
                .containsExactly(List.of("2", "two"), List.of("3", "three"));
        assertThat(connections()).containsAll(after);
        destination.close();
        awaitEnd(after);
    }

    @Test
    void aConnectorThatIsNotARunsKeepsNoConnection() throws Exception {
        WriteRequest request = rig.writeRequest("t", SCHEMA, WriteMode.OVERWRITE);
        PostgresDestination driver = new PostgresDestination().forRun();
        WriteHandle handle = driver.begin(request);
        List<List<String>> others = connections();

        Rig.stage(new PostgresDestination(), request, handle, 1, rows(3L, "three"));
        List<List<String>> own = connections();
        own.removeAll(others);
        awaitEnd(own);
        driver.abort(request, handle);
        driver.close();
    }

    private static void awaitEnd(List<List<String>> connections) throws InterruptedException {
        for (int i = 0; i < 500 && connections().stream().anyMatch(connections::contains); i++) {
            Thread.sleep(10);
        }
        assertThat(connections()).noneMatch(connections::contains);
    }

    @Test
    @SincePostgres(14)
    void aKeptConnectionThatTheServerEndedIsReplaced() throws Exception {
        WriteRequest request = rig.writeRequest("t", SCHEMA, WriteMode.OVERWRITE);
        PostgresDestination destination = new PostgresDestination().forRun();
        WriteHandle handle = destination.begin(request);
        List<CommitToken> tokens = new ArrayList<>();
        tokens.add(Rig.stage(destination, request, handle, 0, rows(2L, "two")));
        database.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                + " where application_name = 'sluice' and datname = current_database()");
        tokens.add(Rig.stage(destination, request, handle, 1, rows(3L, "three")));
        destination.commit(request, handle, new Commit(tokens, ""));
        destination.close();
        assertThat(database.query("select count(*) from t")).containsExactly(List.of("2"));
    }

    private static List<List<String>> connections() {
        return new ArrayList<>(database.query("select pid from pg_stat_activity"
                + " where application_name = 'sluice' and datname = current_database()"));
    }
}
