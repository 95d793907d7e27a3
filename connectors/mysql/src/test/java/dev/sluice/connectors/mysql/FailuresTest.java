package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.Rows;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each failure has its own code and says what to do. */
@Timeout(60)
class FailuresTest {
    private static final Split WHOLE = SplitPlan.single().splits().getFirst();
    private static final String SECRET = "limited-secret";

    private TestingMysqlDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingMysql.mysql().createDatabase();
        rig = new Rig(database);
        database.execute("create table t (id bigint primary key, v varchar(20))", "insert into t values (1, 'a')");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    /** A user who may do only what is granted on the database. */
    private Map<String, Object> limited(String name, String privileges) {
        database.server().createUser(name, SECRET);
        database.execute("grant " + privileges + " on `" + database.name() + "`.* to " + name);
        return Map.of("user", name, "password", SECRET);
    }

    private static ConnectorException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, action);
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain(SECRET);
        return failure;
    }

    private WriteRequest request(String target, Map<String, ?> changes) {
        WriteRequest asked =
                WriteSession.request(rig.system(), StreamName.of(target), Rows.SCHEMA, WriteMode.OVERWRITE, false);
        return new WriteRequest(
                asked.runId(),
                asked.pipeline(),
                asked.stream(),
                rig.system().options(changes),
                asked.target(),
                asked.schema(),
                asked.mode(),
                asked.rules(),
                asked.parallelism(),
                asked.batchSize(),
                asked.taskMemory());
    }

    private ConnectorException readFailure(ReadRequest request) {
        return failure(() -> rig.rows(request, WHOLE));
    }

    @Test
    void aServerWithoutEncryptionIsSaidToHaveNoneWhereItIsRequired() {
        try (TestingMysqlDatabase plain = TestingMysql.mariadb().createDatabase()) {
            MysqlSystem system = new MysqlSystem(plain);
            new MysqlSource().testConnection(system.options(Map.of("ssl_mode", "prefer")));
            ConnectorException failure =
                    failure(() -> new MysqlSource().testConnection(system.options(Map.of("ssl_mode", "require"))));

            assertThat(failure.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
            assertThat(failure).hasMessageContainingAll("no encrypted connection", "ssl_mode");
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefusedWhereItIsChecked() {
        new MysqlSource().testConnection(rig.system().options(Map.of("ssl_mode", "require")));
        for (String mode : List.of("verify_ca", "verify_full")) {
            ConnectorException failure =
                    failure(() -> new MysqlSource().testConnection(rig.system().options(Map.of("ssl_mode", mode))));

            assertThat(failure.code()).as(mode).isEqualTo(ErrorCode.LOGIN_REFUSED);
            assertThat(failure).hasMessageContainingAll("no encrypted connection", "ssl_root_cert");
        }
    }

    @Test
    void contract14AMissingSelectPrivilegeIsNamed() {
        ReadRequest request = rig.request(rig.stream("t"), 1, limited("may_insert", "insert"));
        ConnectorException failure = readFailure(request);

        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContainingAll("GRANT SELECT", "`t`");
    }

    @Test
    void contract14AMissingCreatePrivilegeIsNamed() {
        WriteRequest limited = request("new", limited("may_select", "select"));
        ConnectorException failure = failure(() -> new MysqlDestination().begin(limited));

        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContainingAll("CREATE command denied", "GRANT");
    }

    @Test
    void aReadOnlyServerIsSaidToBeOne() {
        Map<String, Object> writer = limited("may_write", "select, insert, create, drop, delete, alter");
        WriteRequest limited = request("new", writer);
        database.execute("set global read_only = 1");
        try {
            ConnectorException failure = failure(() -> new MysqlDestination().begin(limited));
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure).hasMessageContainingAll("read-only", "primary");
        } finally {
            database.execute("set global read_only = 0");
        }
    }

    @Test
    void aTableThatIsDroppedWhileItIsReadIsAFailureAndNotAnEnd() throws Exception {
        ReadRequest request = rig.request("t", 1);
        database.execute("drop table t");
        ConnectorException failure = readFailure(request);

        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
        assertThat(failure).hasMessageContaining(".t'");
    }

    @Test
    void aConnectionThatIsCutOffMayBeTriedAgain() throws Exception {
        database.execute(
                "set session cte_max_recursion_depth = 400000",
                "insert into t with recursive n (i) as (select 2 union all select i + 1 from n where i < 1000)"
                        + " select a.i * 1000 + b.i, repeat('x', 20) from n a join n b where a.i < 400");
        ReadRequest request = rig.request("t", 1);
        BatchOutput killing = new BatchOutput(request.schema(), request.batchSize()) {
            private boolean killed;

            @Override
            public void emit(RecordBatch batch) {
                if (!killed) {
                    killed = true;
                    killReaders();
                }
            }
        };
        ConnectorException failure = failure(() -> new MysqlSource().read(request, WHOLE, killing));

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.code().isRetryable()).isTrue();
    }

    private void killReaders() {
        database.query("select id from information_schema.processlist where db = '" + database.name()
                        + "' and id <> connection_id()")
                .forEach(row -> database.execute("kill " + row.getFirst()));
    }

    @Test
    void anInsertThatWaitsForALockTimesOut() throws Exception {
        new ConnectorDriver(rig.system()).load("locked", Rows.numbered(0, 3));
        WriteRequest hurried = WriteSession.accepted(rig.system(), request("locked", Map.of("lock_timeout", 1)));
        MysqlDestination destination = new MysqlDestination();
        WriteSession session = WriteSession.begin(rig.system(), hurried);
        WriteHandle handle = session.handle();
        CommitToken token = session.write(0, 1, Rows.numbered(0, 10));
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("select * from locked").close();
            ConnectorException failure =
                    failure(() -> destination.commit(session.request(), handle, new Commit(List.of(token), "")));
            assertThat(failure.code()).isEqualTo(ErrorCode.TRY_AGAIN);
            assertThat(failure).hasMessageContaining("lock_timeout");
        }
        session.abort();
        assertThat(rig.system().contents()).containsExactlyInAnyOrder("t", "locked");
    }
}
