package dev.sluice.connectors.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.IncrementalRun;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of rows as cursors, which make late commits known. */
class RowVersionTest {
    private static SqlServerDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static Asked asked(String table) {
        MssqlSystem system = new MssqlSystem(database, 10);
        StreamName name = StreamName.of(table);
        return Asked.of(system, name, new ConnectorDriver(system).discover(name), "version");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void contract01LateCommitsAreLeftToTheNextRunWithAllThatCameAfterThem(int parallelism) throws Exception {
        String table = "late_" + parallelism;
        database.execute(
                "CREATE TABLE " + table + " ([row] BIGINT PRIMARY KEY, name NVARCHAR(20), version ROWVERSION)");
        for (int i = 0; i < 100; i++) {
            database.execute("INSERT INTO " + table + " ([row], name) VALUES (" + i + ", 'early')");
        }
        try (Connection late = database.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO " + table + " ([row], name) VALUES (100, 'late')");
            database.execute("INSERT INTO " + table + " ([row], name) VALUES (101, 'soon')");
            Asked asked = asked(table).inParallel(parallelism).separatingRepeats();
            IncrementalRun first = asked.read();
            IncrementalRun second = asked.after(first.position()).read();
            late.commit();
            IncrementalRun third = asked.after(second.position()).read();
            database.execute("UPDATE " + table + " SET name = 'changed' WHERE [row] = 7");
            IncrementalRun fourth = asked.after(third.position()).read();

            assertThat(first.keys()).hasSize(100).doesNotContain(100L, 101L);
            assertThat(first.notes()).anySatisfy(note -> assertThat(note).contains("left to the next run"));
            assertThat(second.keys()).containsExactly(99L);
            assertThat(third.keys()).containsExactly(99L, 100L, 101L);
            assertThat(fourth.keys()).containsExactly(7L, 101L);
        }
    }

    @Test
    void otherColumnsAreReadWithWhatIsCommitted() throws Exception {
        database.execute(
                "CREATE TABLE plain ([row] BIGINT PRIMARY KEY, version BIGINT)",
                "INSERT INTO plain VALUES (1, 5), (2, 6)");

        assertThat(asked("plain").read().notes())
                .anySatisfy(note -> assertThat(note).contains("lookback only"));
        assertThat(asked("plain").read().keys()).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void aQueryThatCantStandInBracketsIsRefused() {
        database.execute("CREATE TABLE withs ([row] BIGINT PRIMARY KEY, version BIGINT)");
        Rig rig = new Rig(database);
        Asked asked = Asked.of(
                new MssqlSystem(database),
                StreamName.of("withs"),
                rig.query("WITH w AS (SELECT * FROM withs) SELECT * FROM w"),
                "version");
        ConnectorException refusal = catchThrowableOfType(ConnectorException.class, asked::read);

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(refusal).hasMessageContaining("make a view of it");
    }
}
