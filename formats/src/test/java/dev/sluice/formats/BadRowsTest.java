package dev.sluice.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.compress.FileCompression;
import dev.sluice.formats.csv.CsvFormat;
import dev.sluice.formats.json.JsonFormat;
import dev.sluice.formats.json.JsonlFormat;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that can't be read are set aside with their place and their text; the others are read as ever. */
class BadRowsTest {
    private static final CsvFormat CSV = new CsvFormat();
    private static final JsonlFormat JSONL = new JsonlFormat();
    private static final JsonFormat ARRAY = new JsonFormat();

    /** What a read made of a file. */
    private static final class Outcome extends BatchOutput implements RowErrors {
        private final List<List<Object>> rows = new ArrayList<>();
        private final List<BadRow> bad = new ArrayList<>();
        private final OnError policy;

        Outcome(Schema schema, int batchRows, OnError policy) {
            super(schema, new BatchSize(batchRows, 1 << 20));
            this.policy = policy;
        }

        @Override
        public RowErrors rowErrors() {
            return this;
        }

        @Override
        public OnError policy() {
            return policy;
        }

        @Override
        public void reject(BadRow row) {
            if (policy != OnError.REJECT) {
                throw row.asFailure();
            }
            bad.add(row);
        }

        @Override
        public void becomesNull(BadRow row) {
            bad.add(row);
        }

        @Override
        public void emit(RecordBatch batch) {
            assertThat(batch.rowCount()).isPositive();
            for (int i = 0; i < batch.rowCount(); i++) {
                rows.add(Values.row(batch, i));
            }
        }

        List<Long> lines() {
            return bad.stream().map(BadRow::line).toList();
        }

        List<String> raws() {
            return bad.stream()
                    .map(row -> new String(row.raw(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static Outcome read(FileFormat format, InputFile file, Map<String, ?> more, OnError policy, int batchRows)
            throws Exception {
        Map<String, Object> config = new HashMap<>(more);
        if (format != ARRAY) {
            config.put("skip_bad_records", true);
        }
        Options options = Options.of(format.readOptions(), config);
        Schema schema = format.readSchema(file, options);
        Outcome outcome = new Outcome(schema, batchRows, policy);
        List<FileRange> ranges = file.length() == InputFile.UNKNOWN_LENGTH
                ? List.of(FileRange.whole(file))
                : format.split(file, options, Math.max(200, file.length() / 5));
        for (FileRange range : ranges) {
            format.read(file, range, schema, options, outcome);
        }
        return outcome;
    }

    private static Outcome read(FileFormat format, String text, Map<String, ?> options, OnError policy)
            throws Exception {
        return read(format, file(text), options, policy, 100);
    }

    private static InputFile file(String text) {
        return new StoredBytes("data", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome csv(String text) throws Exception {
        return read(CSV, text, Map.of("column_types", Map.of("id", "int64", "name", "string")), OnError.REJECT);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void raggedRecordsAreSetAside() throws Exception {
        Outcome outcome = csv("id,name\n1,a\n2\n3,c,surplus,\"quoted\nnewline\"\n4,d\n\n5,\"e\n6,f\",x\n7,g");

        assertThat(outcome.rows).containsExactly(List.of(1L, "a"), List.of(4L, "d"), List.of(7L, "g"));
        assertThat(outcome.lines()).containsExactly(3L, 4L, 8L);
        assertThat(outcome.raws()).containsExactly("2", "3,c,surplus,\"quoted\nnewline\"", "5,\"e\n6,f\",x");
        assertThat(outcome.bad)
                .allSatisfy(row -> assertThat(row.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .extracting(BadRow::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("1 field", "'name' is missing"),
                        reason -> assertThat(reason).contains("more fields"),
                        reason -> assertThat(reason).contains("more fields"));
        assertThat(outcome.bad.getFirst().position()).isEqualTo(12);
    }

    @Test
    void textAfterAClosingQuoteSetsTheRecordAside() throws Exception {
        Outcome outcome = csv("id,name\r\n1,\"a\"b\r\n2,\"c\"\r\n3,\"d\"e,\"f\r\ng\"\r\n4,h\r\n");

        assertThat(outcome.rows).containsExactly(List.of(2L, "c"), List.of(4L, "h"));
        assertThat(outcome.lines()).containsExactly(2L, 4L);
        assertThat(outcome.raws()).containsExactly("1,\"a\"b", "3,\"d\"e,\"f\r\ng\"");
    }

    @Test
    void valuesThatBreakTheirTypeSetTheRowAsideAsItIsInTheFile() throws Exception {
        Outcome outcome = csv("name,id\n\"a \"\"quoted\"\" b\",x\nb,1\n\"\",y\nc,2\n\"\"\"\",99999999999999999999\n");

        assertThat(outcome.rows).containsExactly(List.of("b", 1L), List.of("c", 2L));
        assertThat(outcome.lines()).containsExactly(2L, 4L, 6L);
        assertThat(outcome.raws())
                .containsExactly("\"a \"\"quoted\"\" b\",x", "\"\",y", "\"\"\"\",99999999999999999999");
        assertThat(outcome.bad).extracting(BadRow::column).containsOnly("id");
    }

    @Test
    void aRowWithSeveralBadValuesIsSetAsideOnce() throws Exception {
        Outcome outcome = read(
                CSV,
                "a,b,c\n1,x,1\nx,y,z\n2,2,2\nx,3,3\n",
                Map.of("column_types", Map.of("a", "int64", "b", "int64", "c", "int64")),
                OnError.REJECT);

        assertThat(outcome.rows).containsExactly(List.of(2L, 2L, 2L));
        assertThat(outcome.lines()).containsExactly(2L, 3L, 5L);
        assertThat(outcome.bad).extracting(BadRow::column).containsExactly("b", "a", "a");
    }

    @Test
    void invalidUtf8SetsTheRowAside() throws Exception {
        byte[] bytes = "id,name\n1,a\n2,X\n3,\"X\nb\"\n4,ä\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 'X' ? (byte) 0xFF : bytes[i];
        }

        Outcome outcome = read(CSV, new StoredBytes("data", bytes), Map.of(), OnError.REJECT, 100);

        assertThat(outcome.rows).containsExactly(List.of(1L, "a"), List.of(4L, "ä"));
        assertThat(outcome.lines()).containsExactly(3L, 4L);
        assertThat(outcome.bad).extracting(BadRow::column).containsOnly("name");
    }

    @Test
    void aQuoteThatIsNeverClosedEndsTheReadAllTheSame() {
        assertFails(ErrorCode.MALFORMED_INPUT, () -> csv("id,name\n1,a\n2,\"b\n3,c\n"), "line 3", "never closed");
        assertFails(ErrorCode.MALFORMED_INPUT, () -> csv("id,name\n1,a,x,\"b\n3,c\n"), "line 2", "never closed");
    }

    @Test
    void valuesBecomeNullAndAreCounted() throws Exception {
        Outcome outcome = read(
                CSV,
                "id,at\n1,2024-01-01\nx,2024-01-32\n3,\n",
                Map.of("column_types", Map.of("id", "int64", "at", "date")),
                OnError.NULL);

        assertThat(outcome.rows)
                .containsExactly(
                        List.of(1L, java.time.LocalDate.of(2024, 1, 1)),
                        Arrays.asList(null, null),
                        Arrays.asList(3L, null));
        assertThat(outcome.bad).extracting(BadRow::column).containsExactly("id", "at");
        assertThat(outcome.lines()).containsOnly(3L);
        assertFails(
                ErrorCode.MALFORMED_INPUT,
                () -> read(CSV, "a,b\n1,2\n3\n", Map.of(), OnError.NULL),
                "line 3",
                "'b' is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void anyNumberOfBadRowsAnywhereLeavesTheOthersAlone(int batchRows) throws Exception {
        Random random = new Random(batchRows);
        StringBuilder csv = new StringBuilder("id,amount,name\n");
        StringBuilder jsonl = new StringBuilder();
        List<Long> good = new ArrayList<>();
        List<Long> csvLines = new ArrayList<>();
        List<Long> jsonLines = new ArrayList<>();
        for (long id = 0; id < 6000; id++) {
            boolean bad = random.nextInt(10) == 0 && id > 0;
            if (bad) {
                csvLines.add(id + 2);
                jsonLines.add(id + 1);
            } else {
                good.add(id);
            }
            String amount = bad && id % 3 == 0 ? "much" : "1.25";
            csv.append(id).append(',').append(amount).append(bad && id % 3 == 1 ? ",\"x\"y" : ",\"x\"\"y\"");
            csv.append(bad && id % 3 == 2 ? ",\n" : "\n");
            jsonl.append("{\"id\":").append(id).append(",\"amount\":").append(bad && id % 3 == 0 ? "\"much\"" : "1.25");
            jsonl.append(bad && id % 3 == 1 ? ",\"name\":\"x" : ",\"name\":\"x\"")
                    .append(bad && id % 3 == 2 ? "\n" : "}\n");
        }
        Map<String, Object> types =
                Map.of("column_types", Map.of("id", "int64", "amount", "decimal(10,2)", "name", "string"));

        Outcome fromCsv = read(CSV, file(csv.toString()), types, OnError.REJECT, batchRows);
        Outcome fromJsonl = read(JSONL, file(jsonl.toString()), types, OnError.REJECT, batchRows);

        assertThat(fromCsv.rows).extracting(List::getFirst).isEqualTo(good);
        assertThat(fromCsv.rows).allSatisfy(row -> assertThat(row.get(2)).isEqualTo("x\"y"));
        assertThat(fromCsv.lines()).hasSameSizeAs(csvLines).containsExactlyElementsOf(csvLines);
        assertThat(fromJsonl.rows).extracting(List::getFirst).isEqualTo(good);
        assertThat(fromJsonl.lines()).isEqualTo(jsonLines);
    }

    @Test
    void linesAreRightInACompressedFile() throws Exception {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(i % 50_000 == 49_999 ? "x" : i).append(",some name\n");
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = FileCompression.compress(gzip, Compression.GZIP, OptionalInt.empty())) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        try (InputFile file =
                FileCompression.decompress(new StoredBytes("data.csv.gz", gzip.toByteArray()), Compression.GZIP)) {
            Outcome outcome = read(CSV, file, Map.of("column_types", Map.of("id", "int64")), OnError.REJECT, 1000);

            assertThat(outcome.rows).hasSize(199_996);
            assertThat(outcome.lines()).containsExactly(50_001L, 100_001L, 150_001L, 200_001L);
        }
    }

    @Test
    void brokenLinesOfJsonAreSetAside() throws Exception {
        Outcome outcome = read(
                JSONL,
                """
                {"id": 1, "tags": ["a"], "at": {"x": 1}}
                {"id": 2, "tags": ["a", "b"
                nonsense
                {"id": 3, "tags": ["a", "b", 5, {}], "at": {"x": "y"}}
                {"id": 4, "id": 5}

                {"id": 6, "tags": [], "at": null} trailing
                {"id": 7, "tags": ["c"], "at": {"x": 2}}\
                """,
                Map.of("column_types", Map.of("id", "int64", "tags", "list<string>", "at", "struct<x: int64>")),
                OnError.REJECT);

        assertThat(outcome.rows)
                .containsExactly(
                        List.of(1L, List.of("a"), Map.of("x", 1L)), List.of(7L, List.of("c"), Map.of("x", 2L)));
        assertThat(outcome.lines()).containsExactly(2L, 3L, 4L, 5L, 7L);
        assertThat(outcome.raws()).element(1).isEqualTo("nonsense");
        assertThat(outcome.bad.get(2).column()).isEqualTo("tags");
    }

    @Test
    void jsonValuesOfAnotherTypeBecomeNull() throws Exception {
        Outcome outcome = read(
                JSONL,
                "{\"id\": 1, \"at\": {\"x\": 1}}\n{\"id\": \"one\", \"at\": {\"x\": [1]}}\n{\"id\": 3, \"at\": 5}\n",
                Map.of("column_types", Map.of("id", "int64", "at", "struct<x: int64>")),
                OnError.NULL);

        assertThat(outcome.rows)
                .containsExactly(List.of(1L, Map.of("x", 1L)), Arrays.asList(null, null), Arrays.asList(3L, null));
        assertThat(outcome.bad).extracting(BadRow::column).containsExactly("id", "at", "at");
        assertFails(
                ErrorCode.MALFORMED_INPUT,
                () -> read(JSONL, "{\"id\": 1}\n{\"id\": \n", Map.of(), OnError.NULL),
                "line 2");
    }

    @Test
    void objectsOfAnArrayWithWrongValuesAreSetAsideAndBrokenTextIsNot() throws Exception {
        Map<String, Object> types = Map.of("column_types", Map.of("id", "int64"));

        Outcome outcome = read(ARRAY, "[\n{\"id\": 1},\n{\"id\":\n \"x\"}, {\"id\": 3}\n]", types, OnError.REJECT);

        assertThat(outcome.rows).containsExactly(List.of(1L), List.of(3L));
        assertThat(outcome.lines()).containsExactly(4L);
        assertThat(outcome.raws()).containsExactly("{\"id\":\n \"x\"}");
        assertFails(
                ErrorCode.MALFORMED_INPUT,
                () -> read(ARRAY, "[{\"id\": 1}, {\"id\": tru}]", types, OnError.REJECT),
                "line 1");
    }
}
