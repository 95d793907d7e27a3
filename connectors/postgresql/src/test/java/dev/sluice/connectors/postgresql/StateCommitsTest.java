package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a transaction is one of those that only wrote a state. */
class StateCommitsTest {
    private TestingDatabase database;

    @BeforeEach
    void createTable() {
        database = TestingPostgres.shared().createDatabase();
        database.execute(
                "CREATE TABLE _sluice_state (stream text PRIMARY KEY, row_count int, state_only_transaction bigint)");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private long keep(String stream, String transaction) {
        database.execute("INSERT INTO _sluice_state VALUES ('" + stream + "', 0, " + transaction + ")");
        return Long.parseLong(database.query("SELECT xmin FROM _sluice_state WHERE stream = '" + stream + "'")
                .getFirst()
                .getFirst());
    }

    private static TransactionSnapshot snapshot(String text) {
        return TransactionSnapshot.parse(text).orElseThrow();
    }

    private boolean isOne(long transaction) throws SQLException {
        try (Connection connection = database.connect()) {
            return isOne(connection, transaction);
        }
    }

    private static boolean isOne(Connection connection, long transaction) throws SQLException {
        long next = transaction + 1;
        return StateCommits.areAllBetween(
                connection, snapshot(transaction + ":" + transaction + ":"), snapshot(next + ":" + next + ":"));
    }

    @Test
    void oneThatItsRowNamesIs() throws SQLException {
        long transaction = keep("a", "txid_current()");

        assertThat(isOne(transaction)).isTrue();
        assertThat(isOne(transaction + 1)).isFalse();
        assertThat(isOne(transaction - 1)).isFalse();
    }

    @Test
    void allOfThemMayBeInSeveralSchemas() throws Exception {
        database.execute(
                "CREATE SCHEMA other", "CREATE TABLE other._sluice_state (LIKE public._sluice_state INCLUDING ALL)");
        for (int attempt = 0; attempt < 50; attempt++) {
            long first = keep("a" + attempt, "txid_current()");
            database.execute("INSERT INTO other._sluice_state VALUES ('b" + attempt + "', 0, txid_current())");
            long second = Long.parseLong(database.query("SELECT max(state_only_transaction) FROM other._sluice_state")
                    .getFirst()
                    .getFirst());
            // other tests may use the server
            if (second == first + 1) {
                try (Connection connection = database.connect()) {
                    TransactionSnapshot then = snapshot(first + ":" + first + ":");
                    TransactionSnapshot now = snapshot((second + 1) + ":" + (second + 1) + ":");
                    assertThat(StateCommits.areAllBetween(connection, then, now))
                            .isTrue();
                }
                return;
            }
        }
        throw new AssertionError("the server never was at rest");
    }

    @Test
    void oneThatPublishedRowsIsNot() throws SQLException {
        assertThat(isOne(keep("a", "NULL"))).isFalse();
    }

    @Test
    void oneThatBroughtTheRowFromElsewhereIsNot() throws SQLException {
        long written = keep("a", "txid_current()");
        database.execute("UPDATE _sluice_state SET row_count = 1");
        long restored = Long.parseLong(
                database.query("SELECT xmin FROM _sluice_state").getFirst().getFirst());

        assertThat(isOne(restored)).isFalse();
        assertThat(isOne(written)).isFalse();
    }

    @Test
    void noneIsWhileOthersAreInProgress() throws SQLException {
        long transaction = keep("a", "txid_current()");
        String before = transaction + ":" + transaction + ":";
        String after = (transaction + 1) + ":" + (transaction + 1) + ":";
        try (Connection connection = database.connect()) {
            assertThat(StateCommits.areAllBetween(
                            connection,
                            snapshot((transaction - 1) + ":" + transaction + ":" + (transaction - 1)),
                            snapshot(after)))
                    .isFalse();
            assertThat(StateCommits.areAllBetween(
                            connection,
                            snapshot(before),
                            snapshot((transaction - 1) + ":" + (transaction + 1) + ":" + (transaction - 1))))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER t BEFORE INSERT ON _sluice_state EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE RULE r AS ON UPDATE TO _sluice_state DO ALSO NOTIFY x",
                "ALTER TABLE _sluice_state ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE _sluice_state ALTER state_only_transaction TYPE numeric",
                "ALTER TABLE _sluice_state DROP state_only_transaction",
                "ALTER TABLE _sluice_state RENAME TO states; CREATE VIEW _sluice_state AS SELECT * FROM states",
                "DROP TABLE _sluice_state"
            })
    void noneIsWhereTheTableIsMadeDifferently(String change) throws SQLException {
        long transaction = keep("a", "txid_current()");
        assertThat(isOne(transaction)).isTrue();
        database.execute(change);

        assertThat(isOne(transaction)).isFalse();
    }

    @Test
    void noneIsForWhoMayNotReadTheTable() throws SQLException {
        long transaction = keep("a", "txid_current()");
        database.execute("CREATE ROLE reader_" + transaction);
        try (Connection connection = database.connect()) {
            run(connection, "SET ROLE reader_" + transaction);
            assertThat(isOne(connection, transaction)).isFalse();
            run(connection, "RESET ROLE", "GRANT SELECT ON _sluice_state TO reader_" + transaction);
            run(connection, "SET ROLE reader_" + transaction);
            assertThat(isOne(connection, transaction)).isTrue();
        } finally {
            database.execute("DROP OWNED BY reader_" + transaction, "DROP ROLE reader_" + transaction);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        for (String sql : statements) {
            Statements.run(connection, sql);
        }
    }
}
