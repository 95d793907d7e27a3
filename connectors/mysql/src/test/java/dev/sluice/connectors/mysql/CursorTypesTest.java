package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.IncrementalRun;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors of types that only tables have which others made. */
class CursorTypesTest {
    private static TestingMysqlDatabase database;
    private static int tables;

    @BeforeAll
    static void createDatabase() {
        database = TestingMysql.mysql().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static Asked asked(String type, List<String> literals) {
        String table = "t" + ++tables;
        database.execute("CREATE TABLE " + table + " (`row` BIGINT PRIMARY KEY, moved " + type + ")");
        for (int i = 0; i < literals.size(); i++) {
            database.execute("INSERT INTO " + table + " VALUES (" + i + ", " + literals.get(i) + ")");
        }
        MysqlSystem system = new MysqlSystem(database);
        StreamName name = StreamName.of(table);
        return Asked.of(system, name, new ConnectorDriver(system).discover(name), "moved");
    }

    /** The second literal is a step below the first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "timestamp(6) | '2024-03-10 02:30:00.000001+00:00' | '2024-03-10 02:30:00.000000+00:00' |"
                        + " 2024-03-10T02:30:00.000001Z",
                "timestamp | '2038-01-19 03:14:07+00:00' | '2038-01-19 03:14:06+00:00' | 2038-01-19T03:14:07Z",
                "datetime(6) | '9999-12-31 23:59:59.999999' | '9999-12-31 23:59:59.999998' |"
                        + " 9999-12-31T23:59:59.999999",
                "bigint unsigned | 18446744073709551615 | 18446744073709551614 | 18446744073709551615",
                "decimal(65,30) | 0.000000000000000000000000000001 | 0 | 0.000000000000000000000000000001",
                "float | 1.1 | 1.0999999 | 1.1",
                "double | 1.1 | 1.0999999999999999 | 1.1",
                "year | 2155 | 2154 | 2155",
                "varbinary(10) | x'ff00' | x'ff' | /wA=",
                "varchar(10) CHARACTER SET latin1 | 'é' | 'd' | é"
            })
    void contract02TheBoundaryIsExact(String type, String value, String below, String position) throws Exception {
        Asked asked = asked(type, List.of(value, below)).separatingRepeats();
        IncrementalRun first = asked.read();
        IncrementalRun second = asked.after(first.position()).read();

        assertThat(first.position().cursor()).isEqualTo(position);
        assertThat(first.once()).containsExactly(1L);
        assertThat(first.again()).containsExactly(0L);
        assertThat(second.keys()).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enum('b', 'a')", "set('a', 'b')", "bit(8)", "json", "time", "point"})
    void typesThatAreComparedOtherwiseThanTheyAreReadAreRefused(String type) {
        ConnectorException refusal = catchThrowableOfType(
                ConnectorException.class, () -> asked(type, List.of("NULL")).read());

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(refusal).hasMessageContaining("t" + tables).hasMessageContaining("'moved'");
    }
}
