package dev.sluice.formats.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReadTest {
    @TempDir
    Path folder;

    private List<List<Object>> rows(String text) throws Exception {
        return rows(text, Map.of());
    }

    private List<List<Object>> rows(String text, Map<String, ?> options) throws Exception {
        return CsvRows.read(CsvRows.file(folder, text), options);
    }

    @Test
    void aPlainFileIsRead() throws Exception {
        assertThat(rows("id,name\n1,Ada\n2,Grace\n")).containsExactly(List.of(1L, "Ada"), List.of(2L, "Grace"));
    }

    @Test
    void theLastRecordNeedsNoLineEnd() throws Exception {
        assertThat(rows("id,name\n1,Ada\n2,Grace")).containsExactly(List.of(1L, "Ada"), List.of(2L, "Grace"));
    }

    @Test
    void linesMayEndWithCarriageReturnAndLineFeed() throws Exception {
        assertThat(rows("id,name\r\n1,Ada\r\n2,\"Grace\"\r\n3,\r\n"))
                .containsExactly(List.of(1L, "Ada"), List.of(2L, "Grace"), asList(3L, null));
    }

    @Test
    void aLoneCarriageReturnIsData() throws Exception {
        assertThat(rows("a,b\nx\ry,z\n")).containsExactly(List.of("x\ry", "z"));
    }

    @Test
    void quotedFieldsHoldDelimitersQuotesAndLineBreaks() throws Exception {
        assertThat(rows("a,b,c\n\"1,2\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\"\"\",\"\"\"\"\"\",x\n"))
                .containsExactly(List.of("1,2", "say \"hi\"", "two\r\nlines"), List.of("\"", "\"\"", "x"));
    }

    @Test
    void aQuoteInsideAnUnquotedFieldIsData() throws Exception {
        assertThat(rows("size,unit\n5\",inch\n6\"\"x,inch\n"))
                .containsExactly(List.of("5\"", "inch"), List.of("6\"\"x", "inch"));
    }

    @Test
    void contract07AnEmptyFieldIsNullAndAnEmptyQuotedFieldIsEmptyText() throws Exception {
        assertThat(rows("a,b,c\n,\"\",x\n\"\",,x\n")).containsExactly(asList(null, "", "x"), asList("", null, "x"));
    }

    @Test
    void spacesAreData() throws Exception {
        assertThat(rows("a,b\n x , \"y\" \n")).containsExactly(List.of(" x ", " \"y\" "));
    }

    @Test
    void emptyLinesAreSkipped() throws Exception {
        assertThat(rows("\na,b\n\n1,2\r\n\r\n\n3,4\n\n")).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
    }

    @Test
    void inAFileOfOneColumnAnEmptyLineIsNull() throws Exception {
        assertThat(rows("a\n1\n\n3\n")).containsExactly(List.of(1L), asList((Object) null), List.of(3L));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws Exception {
        assertThat(CsvRows.schema(CsvRows.file(folder, "\uFEFFid,b\n1,2\n"), Map.of())
                        .names())
                .containsExactly("id", "b");
        assertThat(rows("\uFEFF1,2\n3,4\n")).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
    }

    @Test
    void nulBytesAndMultiByteTextAreKept() throws Exception {
        assertThat(rows("a,b\nx\0y,žluťoučký 🐎\n\"日本,語\",é\n"))
                .containsExactly(List.of("x\0y", "žluťoučký 🐎"), List.of("日本,語", "é"));
    }

    @Test
    void delimitersAreFoundOut() throws Exception {
        for (String delimiter : List.of(",", ";", "\t", "|")) {
            String text = "id,note,x\n1,\"a;b|c\",2\n2,plain,3\n".replace(",", delimiter);
            assertThat(rows(text)).containsExactly(List.of(1L, "a;b|c", 2L), List.of(2L, "plain", 3L));
        }
    }

    @Test
    void theDialectCanBeSet() throws Exception {
        assertThat(rows("id:name\n1:'a:b'\n2:'it''s'\n", Map.of("delimiter", ":", "quote", "'")))
                .containsExactly(List.of(1L, "a:b"), List.of(2L, "it's"));
        assertThat(rows("a\tb\n1\t\"x\n", Map.of("delimiter", "tab", "quote", "")))
                .containsExactly(List.of(1L, "\"x"));
        assertThat(rows("a,b\n1,\"x \\\"y\\\" \\\\ z\"\n", Map.of("escape", "\\")))
                .containsExactly(List.of(1L, "x \"y\" \\ z"));
    }

    @Test
    void aNullTextTakesThePlaceOfTheEmptyField() throws Exception {
        assertThat(rows("a,b,n\nNULL,\"NULL\",1\n,x,NULL\ny,NULL,\n", Map.of("null_text", "NULL")))
                .containsExactly(asList(null, "NULL", 1L), asList("", "x", null), asList("y", null, null));
    }

    @Test
    void aHeaderIsFoundOutOrSet() throws Exception {
        assertThat(rows("1,x\n2,y\n")).hasSize(2);
        assertThat(rows("a,b\nc,d\n", Map.of("header", false))).hasSize(2);
        assertThat(rows("1,2\n3,4\n", Map.of("header", true))).containsExactly(List.of(3L, 4L));
        assertThat(CsvRows.schema(CsvRows.file(folder, ",b\n1,2\n"), Map.of()).names())
                .containsExactly("column1", "b");
        assertThat(CsvRows.schema(CsvRows.file(folder, "\"first\nname\",b\n1,2\n"), Map.of())
                        .names())
                .containsExactly("first\nname", "b");
    }

    @Test
    void aHeaderAloneMakesTextColumnsWithoutRows() throws Exception {
        Path path = CsvRows.file(folder, "id,name");
        assertThat(CsvRows.schema(path, Map.of())).hasToString("(id: string, name: string)");
        assertThat(CsvRows.read(path, Map.of())).isEmpty();
    }

    @Test
    void aFieldLargerThanTheBufferIsRead() throws Exception {
        String large = "0123456789\"\"\n,".repeat(400_000);
        assertThat(rows("a,b\n1,\"" + large + "\"\n2,x\n"))
                .containsExactly(List.of(1L, large.replace("\"\"", "\"")), List.of(2L, "x"));
    }

    @Test
    void columnsAreReadByNameInAnyOrder() throws Exception {
        Path path = CsvRows.file(folder, "a,b,c\n1,not a number,\"x\"\n2,,y\n");
        Options options = Options.of(CsvRows.FORMAT.readOptions(), Map.of());
        try (InputFile file = DiskFile.open(path)) {
            Schema all = CsvRows.FORMAT.readSchema(file, options);
            Schema wanted = Schema.of(all.field(2), all.field(0));
            var range = CsvRows.FORMAT.split(file, options, 1 << 20).getFirst();
            assertThat(CsvRows.read(file, range, all, options, wanted, CsvRows.BATCH))
                    .containsExactly(List.of("x", 1L), List.of("y", 2L));
            assertThat(CsvRows.read(file, range, all, options, Schema.of(), CsvRows.BATCH))
                    .containsExactly(List.of(), List.of());
        }
    }

    @Test
    void batchesAreNoLargerThanAskedFor() throws Exception {
        Path path = CsvRows.file(folder, "a,b\n" + "1,x\n".repeat(5000));
        Options options = Options.of(CsvRows.FORMAT.readOptions(), Map.of());
        try (InputFile file = DiskFile.open(path)) {
            Schema all = CsvRows.FORMAT.readSchema(file, options);
            var range = CsvRows.FORMAT.split(file, options, 1 << 20).getFirst();
            BatchSizes sizes = new BatchSizes(all, new BatchSize(700, 1 << 20));
            CsvRows.FORMAT.read(file, range, all, options, sizes);
            assertThat(sizes.rows).containsExactly(700, 700, 700, 700, 700, 700, 700, 100);
        }
    }

    @Test
    void typesThatAreSetWin() throws Exception {
        Map<String, ?> types = Map.of("column_types", Map.of("zip", "string", "n", "decimal(10,3)"));
        assertThat(rows("zip,n\n1234,5\n", types)).containsExactly(List.of("1234", new java.math.BigDecimal("5.000")));
    }

    @Test
    void textOfEveryLengthIsCopiedWhole() throws Exception {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int length = 1; length < 100; length++) {
            text.append("é".repeat(length))
                    .append(",")
                    .append("y".repeat(length))
                    .append('\n');
        }
        List<List<Object>> rows = rows(text.toString());
        for (int length = 1; length < 100; length++) {
            assertThat(rows.get(length - 1)).containsExactly("é".repeat(length), "y".repeat(length));
        }
    }
}
