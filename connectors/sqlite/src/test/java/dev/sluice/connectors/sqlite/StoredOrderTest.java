package dev.sluice.connectors.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.IncrementalRun;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors as files hold them that others wrote. */
class StoredOrderTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    private Asked asked(String type, String... literals) throws SQLException {
        db.run("CREATE TABLE t (\"row\" INTEGER PRIMARY KEY, moved " + type + ")", "CREATE INDEX i ON t (moved)");
        for (int i = 0; i < literals.length; i++) {
            db.run("INSERT INTO t VALUES (" + i + ", " + literals[i] + ")");
        }
        SqliteSystem system = new SqliteSystem(folder);
        StreamName name = StreamName.of("t");
        return Asked.of(system, name, new ConnectorDriver(system).discover(name), "moved");
    }

    @Test
    void contract02ClocksAreComparedByWhatTheyMeanHoweverTheyAreSpelt() throws Exception {
        Asked asked = asked(
                "DATETIME",
                "'2024-01-01 10:00:00'",
                "'2024-01-01T10:00:00.5'",
                "'2024-01-01 10:00:00.500'",
                "'2024-01-01 10:00:00.25'",
                "'2024-01-01 10:00'",
                "'2024-01-02T00:00:00'");
        Asked morning = asked.between("", "2024-01-01T23:59:59").separatingRepeats();
        IncrementalRun first = morning.read();
        IncrementalRun second = asked.after(first.position()).read();

        assertThat(first.position().cursor()).isEqualTo("2024-01-01T10:00:00.500");
        assertThat(first.once()).containsExactlyInAnyOrder(0L, 3L, 4L);
        assertThat(first.again()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(second.keys()).containsExactly(1L, 2L, 5L);
        assertThat(asked.after(Position.of("2024-01-01T10:00:00")).read().keys())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void contract02InstantsThatEndInZAreComparedToTheirLastDigit() throws Exception {
        Asked asked = asked(
                "TIMESTAMP_TZ(9)",
                "'2024-01-01T10:00:00Z'",
                "'2024-01-01 10:00:00.000000001Z'",
                "'2024-01-01T09:59:59.999999999Z'");

        assertThat(asked.read().position().cursor()).isEqualTo("2024-01-01T10:00:00.000000001Z");
        assertThat(asked.after(Position.of("2024-01-01T10:00:00Z")).read().keys())
                .containsExactly(0L, 1L);
    }

    @Test
    void instantsWithOtherOffsetsAreRefused() throws Exception {
        isRefused(asked("TIMESTAMPTZ", "'2024-01-01T10:00:00Z'", "'2024-01-01T10:00:00+02:00'"), "end in Z");
    }

    @Test
    void contract02DecimalsAndNumbersOfAnyKindAreComparedAsNumbers() throws Exception {
        Asked asked = asked("DECIMAL(10,2)", "9.5", "10", "'10.25'", "100");

        assertThat(asked.read().position().cursor()).isEqualTo("100.00");
        assertThat(asked.after(Position.of("10.00")).read().keys()).containsExactly(1L, 2L, 3L);
        assertThat(asked.after(Position.of("10.25")).read().keys()).containsExactly(2L, 3L);
    }

    @Test
    void contract02UuidsAreComparedByTheirDigits() throws Exception {
        Asked asked = asked(
                "UUID",
                "'0190A5C4-0000-7000-8000-000000000002'",
                "X'0190a5c4000070008000000000000003'",
                "'0190a5c4-0000-7000-8000-000000000001'");

        assertThat(asked.read().position().cursor()).isEqualTo("0190a5c4-0000-7000-8000-000000000003");
        assertThat(asked.after(Position.of("0190a5c4-0000-7000-8000-000000000002"))
                        .read()
                        .keys())
                .containsExactly(0L, 1L);
    }

    @Test
    void whatIsntComparedByWhatItIsIsRefused() throws Exception {
        isRefused(asked("DECIMAL_TEXT(10,2)", "'9.50'", "'10.00'"), "DECIMAL_TEXT");
        db.run("DROP TABLE t");
        isRefused(asked("", "9", "10"), "declares no type");
        db.run("DROP TABLE t");
        assertThat(asked("", "'a'", "'b'").read().position().cursor()).isEqualTo("b");
    }

    @Test
    void valuesThatAnOrderWouldPassByAreRefused() throws Exception {
        Map<String, List<String>> misfits = Map.of(
                "DATETIME", List.of("'2024-01-01 10:00:00'", "1700000000"),
                "DATE", List.of("'2024-01-01'", "20240102"),
                "TIMESTAMP", List.of("'2024-01-01T10:00:00'", "''"),
                "TIMESTAMP(3)", List.of("'2024-01-01T10:00:00'", "'+12024-01-01T10:00:00'"),
                "INTEGER", List.of("1", "'many'"),
                "DECIMAL(10,2)", List.of("1.5", "X'00'"),
                "TEXT", List.of("'a'", "X'62'"),
                "BLOB", List.of("X'61'", "'b'"),
                "UUID", List.of("'0190a5c4-0000-7000-8000-000000000001'", "7"));
        for (Map.Entry<String, List<String>> misfit : misfits.entrySet()) {
            Asked asked = asked(misfit.getKey(), misfit.getValue().getFirst());
            Position first = asked.read().position();
            assertThat(asked.after(first).read().keys()).as(misfit.getKey()).containsExactly(0L);

            db.run("INSERT INTO t VALUES (1, " + misfit.getValue().getLast() + ")");
            isRefused(asked.after(first), "find them by ");
            db.run("DROP TABLE t");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void datesThatAreSpeltInAnotherOrderAreRefused(boolean indexed) throws Exception {
        List<String> spellings =
                List.of("01.02.2025", "1.2.2025", "02/03/2025", "3/2/25", "12 May", "-n/a", "+1", "x", ".");
        Map<String, String> proper = Map.of(
                "DATETIME", "2025-03-01 10:00:00",
                "TIMESTAMPTZ", "2025-03-01T10:00:00Z",
                "DATE", "2025-03-01");
        for (Map.Entry<String, String> column : proper.entrySet()) {
            Asked asked = asked(column.getKey(), "'" + column.getValue() + "'");
            if (!indexed) {
                db.run("DROP INDEX i");
            }
            db.run("INSERT INTO t VALUES (2, NULL)");
            Position first = asked.read().position();
            assertThat(asked.after(first).read().keys()).as(column.getKey()).contains(0L);
            for (String spelling : spellings) {
                db.run("INSERT INTO t VALUES (1, '" + spelling
                        + (column.getKey().equals("TIMESTAMPTZ") ? "Z')" : "')"));
                isRefused(asked.after(first), "find them by ");
                db.run("DELETE FROM t WHERE \"row\" = 1");
            }
            db.run("DROP TABLE t");
        }
    }

    @Test
    void anIndexFindsDatesThatAreSpeltInAnotherOrder() throws Exception {
        db.run("CREATE TABLE t (\"row\" INTEGER PRIMARY KEY, moved DATETIME)", "CREATE INDEX t_moved ON t (moved)");
        String misfits = StoredOrder.indexedMisfits(new Type.Timestamp(6), "moved");

        assertThat(db.query("EXPLAIN QUERY PLAN SELECT 1 FROM t WHERE " + misfits + " LIMIT 1"))
                .noneMatch(step -> step.toString().contains("SCAN"))
                .anyMatch(step -> step.toString().contains("t_moved"));
    }

    private static void isRefused(Asked asked, String why) {
        ConnectorException refusal = catchThrowableOfType(ConnectorException.class, asked::read);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(refusal)
                .hasMessageContaining("'t'")
                .hasMessageContaining("'moved'")
                .hasMessageContaining(why);
    }
}
