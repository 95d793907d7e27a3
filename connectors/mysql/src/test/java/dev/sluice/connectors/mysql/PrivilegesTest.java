package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteRules;
import dev.sluice.testkit.conformance.Rows;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user with the privileges that docs/connectors/mysql.md names for destinations can write in every way. */
class PrivilegesTest {
    private static final Path DOCUMENT = Path.of("../../docs/connectors/mysql.md");
    private static final Pattern GRANT = Pattern.compile("-- destination.*\\RGRANT (.+) ON shop\\.\\*");
    private static final LeaseHolder HOLDER = new LeaseHolder("workspace", "a test");
    private static final String SECRET = "limited-secret";

    static Stream<TestingMysqlDatabase> databases() {
        return Stream.of(
                TestingMysql.mysql().createDatabase(), TestingMysql.mariadb().createDatabase());
    }

    private static String documented() throws IOException {
        return GRANT.matcher(Files.readString(DOCUMENT))
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceFirst("(?s).*GRANT (.+) ON .*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> user(TestingMysqlDatabase database, String privileges) {
        String name = "writer_" + database.name();
        database.server().createUser(name, SECRET);
        database.execute("grant " + privileges + " on `" + database.name() + "`.* to " + name);
        return Map.of("user", name, "password", SECRET);
    }

    private static WriteRequest request(
            TestingMysqlDatabase database, Map<String, Object> user, WriteMode mode, Deletes.Kind deletes) {
        MysqlSystem system = new MysqlSystem(database);
        WriteRequest asked = WriteSession.request(system, StreamName.of("t"), Rows.SCHEMA, mode, false);
        return new WriteRequest(
                asked.runId(),
                asked.pipeline(),
                asked.stream(),
                system.options(user),
                asked.target(),
                asked.schema(),
                asked.mode(),
                WriteRules.DEFAULT.withDeletes(new Deletes(deletes, BigDecimal.valueOf(100))),
                asked.parallelism(),
                asked.batchSize(),
                asked.taskMemory());
    }

    /** A run from {@code from} to {@code to}, with a lease. */
    private static void write(TestingMysqlDatabase database, WriteRequest request, long from, long to)
            throws Exception {
        MysqlSystem system = new MysqlSystem(database);
        try (Lease lease = system.destination().lease(request, HOLDER, Duration.ofMinutes(1))) {
            WriteSession session = WriteSession.begin(system, request);
            session.commit(session.write(0, 1, Rows.numbered(from, to)));
            assertThat(lease.renew()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theDocumentedPrivilegesAreEnough(TestingMysqlDatabase database) throws Exception {
        Map<String, Object> user = user(database, documented());

        write(database, request(database, user, WriteMode.OVERWRITE, Deletes.Kind.IGNORE), 0, 3);
        write(database, request(database, user, WriteMode.OVERWRITE, Deletes.Kind.IGNORE), 0, 10);
        write(database, request(database, user, WriteMode.APPEND, Deletes.Kind.IGNORE), 10, 12);
        write(database, request(database, user, WriteMode.MERGE, Deletes.Kind.IGNORE), 11, 14);
        write(database, request(database, user, WriteMode.MERGE, Deletes.Kind.HARD), 1, 14);
        write(database, request(database, user, WriteMode.MERGE, Deletes.Kind.SOFT), 2, 14);
        database.execute("create index by_name on t (name(10))");
        assertThat(database.query("select count(*), sum(_sluice_deleted_at is not null) from t"))
                .containsExactly(List.of("13", "1"));
        write(database, request(database, user, WriteMode.OVERWRITE, Deletes.Kind.IGNORE), 0, 5);

        assertThat(database.query("select count(*) from t")).containsExactly(List.of("5"));
        assertThat(new MysqlSystem(database).contents()).containsExactly("t");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoMayNotUpdateIsToldSoAndLeavesNothing(TestingMysqlDatabase database) throws Exception {
        Map<String, Object> user = user(database, documented().replace("UPDATE, ", ""));
        WriteRequest request = request(database, user, WriteMode.OVERWRITE, Deletes.Kind.IGNORE);

        assertThatThrownBy(() -> write(database, request, 0, 3)).hasMessageContainingAll("UPDATE command", "GRANT");
        assertThat(new MysqlSystem(database).contents()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoMayNotStageRowsIsToldAllThatIsNeeded(TestingMysqlDatabase database) throws Exception {
        Map<String, Object> user = user(database, "SELECT, INSERT");
        WriteRequest request = request(database, user, WriteMode.APPEND, Deletes.Kind.IGNORE);

        assertThatThrownBy(() -> write(database, request, 0, 3))
                .hasMessageContainingAll("CREATE command denied", documented().replace(", ALTER", " and ALTER"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoMaySeeSomeColumnsReadsThem(TestingMysqlDatabase database) {
        String name = "reader_" + database.name();
        database.server().createUser(name, SECRET);
        database.execute(
                "create table t (id int primary key, hidden int)",
                "insert into t values (1, 2)",
                "grant select (id) on `" + database.name() + "`.t to " + name);
        Rig rig = new Rig(database);
        Map<String, ?> user = Map.of("user", name, "password", SECRET);
        MysqlSource source = new MysqlSource();
        CatalogStream stream = source.discoverSchema(
                        DiscoverRequest.of(rig.system().options(user)))
                .streams()
                .getFirst();

        assertThat(stream.schema().names()).containsExactly("id");
        try (SplitPlan plan = source.planSplits(rig.request(stream, 4, user))) {
            assertThat(plan.splits()).hasSize(1);
        }
    }
}
