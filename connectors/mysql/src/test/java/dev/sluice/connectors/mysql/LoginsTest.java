package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.Commit;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoginsTest {
    private static final Schema SCHEMA = Schema.of(List.of(Field.of("id", Type.INT64)));

    static Stream<TestingMysql> servers() {
        return Stream.of(TestingMysql.mysql(), TestingMysql.mariadb());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void aRunWritesAllItsStreamsThroughTheSameConnections(TestingMysql server) {
        try (TestingMysqlDatabase database = server.createDatabase()) {
            WriteRequest first = WriteSession.request(
                    new MysqlSystem(database), StreamName.of("t"), SCHEMA, WriteMode.APPEND, false);
            long before = logins(database);
            MysqlDestination destination = new MysqlDestination().forRun();
            for (int stream = 0; stream < 5; stream++) {
                write(destination, first.withTarget(StreamName.of("t" + stream)));
            }
            destination.close();

            // the lease, and one for all else, each asked for twice where the server has no TLS; what counts them is
            // one too
            assertThat(logins(database) - before).isBetween(2L, 5L);
            assertThat(database.query("show tables")).hasSize(5 + 1);
        }
    }

    private static void write(MysqlDestination destination, WriteRequest request) {
        destination.plan(request);
        try (Lease lease = destination.lease(request, new LeaseHolder("here", "a test"), Duration.ofMinutes(1))) {
            assertThat(lease).isNotEqualTo(Lease.NONE);
            assertThat(destination.states(request)).isEmpty();
            WriteHandle handle = destination.begin(request);
            destination.commit(request, handle, new Commit(List.of(), List.of(), "", "a state"));
        }
    }

    private static long logins(TestingMysqlDatabase database) {
        return Long.parseLong(database.query("show global status like 'Connections'")
                .getFirst()
                .get(1));
    }
}
