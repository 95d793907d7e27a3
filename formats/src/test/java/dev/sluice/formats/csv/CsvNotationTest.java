package dev.sluice.formats.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.text.ByteSink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, dates and booleans in notations other than Sluice's own. */
class CsvNotationTest {
    @TempDir
    Path folder;

    private List<List<Object>> rows(String text, Map<String, ?> options) throws Exception {
        return CsvRows.read(CsvRows.file(folder, text), options);
    }

    private List<String> types(String text, Map<String, ?> options) throws Exception {
        return CsvRows.schema(CsvRows.file(folder, text), options).fields().stream()
                .map(Field::type)
                .map(Object::toString)
                .toList();
    }

    @Test
    void numbersMayHaveADecimalCommaAndGroups() throws Exception {
        Map<String, ?> german = Map.of("decimal_separator", ",", "thousands_separator", ".");
        String text = "a;b;c;d\n1.234,50;-5;1.000;x1\n-1234567,5;1.234.567;7;1.5\n;;;\n";
        assertThat(types(text, german)).containsExactly("decimal(18,2)", "int64", "int64", "string");
        assertThat(rows(text, german))
                .containsExactly(
                        asList(new BigDecimal("1234.50"), -5L, 1000L, "x1"),
                        asList(new BigDecimal("-1234567.50"), 1234567L, 7L, "1.5"),
                        asList(null, null, null, null));
        Map<String, ?> french = Map.of("decimal_separator", ",", "thousands_separator", "\u202F");
        assertThat(types("a;b\n1\u202F234,5;1,5e3\n", french)).containsExactly("decimal(18,1)", "float64");
        assertThat(types("a,b\n\"1,234\",\"12,34\"\n", Map.of("thousands_separator", ",")))
                .containsExactly("int64", "string");
    }

    @Test
    void aPointIsNoDecimalCommaAndTheOtherWayRound() throws Exception {
        assertThat(types("a;b;c\n1.5;,5;00,5\n", Map.of("decimal_separator", ",")))
                .containsExactly("string", "decimal(18,1)", "string");
        assertThat(types("a;b\n1,5;NaN\n", Map.of())).containsExactly("string", "float64");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date_format      | dd.MM.yyyy              | 31.12.2024              | date          | 2024-12-31
        date_format      | M/d/yyyy                | 2/9/2024                | date          | 2024-02-09
        date_format      | d MMM yyyy              | 1 Feb 2024              | date          | 2024-02-01
        date_format      | MMMM d yyyy             | september 30 1999       | date          | 1999-09-30
        date_format      | yyyy'T'MM'T'dd          | 1999T01T02              | date          | 1999-01-02
        time_format      | HH:mm                   | 07:30                   | time(6)       | 07:30
        time_format      | h:mm a                  | 12:05 AM                | time(6)       | 00:05
        time_format      | hhmmss a                | 120501 pm               | time(6)       | 12:05:01
        timestamp_format | dd.MM.yyyy H:mm         | 01.02.2024 9:05         | timestamp(6)  | 2024-02-01T09:05
        timestamp_format | yyyyMMdd-HHmmss.SSS     | 20240201-090503.250     | timestamp(6)  | 2024-02-01T09:05:03.250
        timestamp_format | d/M/yyyy HH:mm:ss XXX   | 1/2/2024 09:05:03 +02:00 | timestamp_tz(6) | 2024-02-01T07:05:03Z
        timestamp_format | d/M/yyyy HH:mm:ss X     | 1/2/2024 09:05:03 -0330 | timestamp_tz(6) | 2024-02-01T12:35:03Z
        timestamp_format | d/M/yyyy HH:mmXX        | 1/2/2024 09:05Z         | timestamp_tz(6) | 2024-02-01T09:05:00Z
        """)
    void datesAndTimesMayBeInAPattern(String option, String pattern, String text, String type, String value)
            throws Exception {
        String file = "a\tb\n" + text + "\tx\n\ty\n";
        assertThat(types(file, Map.of(option, pattern)).getFirst()).isEqualTo(type);
        assertThat(rows(file, Map.of(option, pattern)).getFirst().getFirst()).hasToString(value);
    }

    @Test
    void whatIsNotInThePatternIsText() throws Exception {
        Map<String, ?> options = Map.of("date_format", "dd.MM.yyyy");
        assertThat(types("a;b;c;d\n31.12.24;2024-12-31;30.02.2024;1.1.2024\n", options))
                .containsOnly("string");
        assertThat(types("a;b\n20241231;31122024\n", Map.of("date_format", "yyyyMMdd")))
                .containsOnly("int64");
        assertThat(rows("a;b\n20241231;x\n", Map.of("date_format", "yyyyMMdd", "column_types", Map.of("a", "date")))
                        .getFirst()
                        .getFirst())
                .hasToString("2024-12-31");
    }

    @Test
    void wordsMayMeanTrueAndFalse() throws Exception {
        Map<String, ?> options = Map.of("true_text", List.of("yes", "1"), "false_text", List.of("no", "0"));
        assertThat(types("a,b,c\nyes,1,true\nno,0,false\n,,\n", options)).containsExactly("boolean", "int64", "string");
        assertThat(rows("a,b\nyes,1\n,0\nno,\n", options)).hasSize(3).first().isEqualTo(List.of(true, 1L));
        assertThat(rows(
                        "a,b\nx,1\ny,0\n",
                        Map.of("true_text", "1", "false_text", "0", "column_types", Map.of("b", "boolean"))))
                .containsExactly(List.of("x", true), List.of("y", false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        date_format         | dd.MM.yy        | 'yy' is not known
        date_format         | MM.yyyy         | year (yyyy), month and day are needed
        date_format         | dd.MM.yyyy HH   | a date has no time
        date_format         | dd.dd.yyyy.MM   | 'd' may come once only
        time_format         | HH              | hour and minute are needed
        time_format         | hh:mm           | hh together with a
        timestamp_format    | HH:mm           | year (yyyy), month and day are needed
        timestamp_format    | yyyy-MM-dd q HH:mm | 'q' is not known
        decimal_separator   | ;               | must be '.' or ','
        thousands_separator | .               | other than the decimal separator
        thousands_separator | ab              | must be one character
        true_text           | yes             | are set together
        """)
    void patternsThatSayTooLittleAreRefused(String option, String value, String message) {
        assertThatThrownBy(() -> rows("a,b\n1,2\n", Map.of(option, value)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining(option.replace("true_text", "true_text and false_text"))
                .hasMessageContaining(message);
    }

    @Test
    void noTextMakesAPatternFail() {
        var pattern = TemporalPattern.of("timestamp_format", "d/MMM/yyyy h:mm:ss.SSS a XXX", true, true);
        byte[] valid = "1/Feb/2024 9:05:03.123 PM +02:00".getBytes(StandardCharsets.US_ASCII);
        ByteSink out = new ByteSink(32);
        assertThat(pattern.rewrite(valid, 0, valid.length, out)).isTrue();
        assertThat(out).hasToString("2024-02-01T21:05:03.123+02:00");
        for (int length = 0; length < valid.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(valid, length);
            assertThat(pattern.rewrite(cut, 0, length, out)).isFalse();
        }
    }
}
