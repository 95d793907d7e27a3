package dev.sluice.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TypeTest {
    static Stream<Type> types() {
        Type nested = new Type.Struct(List.of(
                Field.of("plain", Type.INT32),
                Field.of("with space: \"and\" quotes", new Type.ListOf(new Type.Decimal(38, 38))),
                Field.of("map", new Type.MapOf(Type.STRING, new Type.TimestampTz(9)))));
        return Stream.of(
                Type.BOOLEAN,
                Type.INT8,
                Type.INT16,
                Type.INT32,
                Type.INT64,
                Type.FLOAT32,
                Type.FLOAT64,
                Type.NUMERIC,
                Type.STRING,
                new Type.Text(20),
                Type.JSON,
                Type.BINARY,
                Type.UUID,
                Type.DATE,
                Type.INTERVAL,
                new Type.Decimal(1, 0),
                new Type.Time(0),
                new Type.Timestamp(3),
                new Type.TimestampTz(9),
                nested,
                new Type.ListOf(nested));
    }

    @ParameterizedTest
    @MethodSource("types")
    void parseReadsWhatToStringWrites(Type type) {
        assertThat(Type.parse(type.toString())).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint|int64",
                "DOUBLE PRECISION|float64",
                "varchar( 20 )|string(20)",
                "numeric(12, 2)|decimal(12,2)",
                "numeric|decimal",
                "timestamptz|timestamp_tz(6)",
                "datetime(3)|timestamp(3)",
                "decimal(5)|decimal(5,0)"
            })
    void sqlNamesAreUnderstood(String written, String canonical) {
        assertThat(Type.parse(written)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigin|there is no type 'bigin'; did you mean 'bigint'?",
                "decimal(39,0)|precision must be 1 to 38",
                "decimal(5,6)|scale 0 to the precision",
                "timestamp(10)|0 to 9 digits",
                "int64 x|unexpected 'x'",
                "list<int64|expected at position",
                "string(x)|is not a whole number"
            })
    void mistakesAreExplained(String written, String message) {
        assertThatThrownBy(() -> Type.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void constantsAreSetWhicheverClassIsUsedFirst() throws Exception {
        // In a JVM of its own: class initialization happens once.
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstUse.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("int64 int64");
    }

    static final class FirstUse {
        public static void main(String[] arguments) {
            System.out.print(Type.Simple.valueOf("INT64") + " " + Type.INT64);
        }
    }
}
