package dev.sluice.formats.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set of a dialect, and what is found out. */
class CsvDialectTest {
    @TempDir
    Path folder;

    private List<List<Object>> rows(String text, Map<String, ?> options) throws Exception {
        return CsvRows.read(CsvRows.file(folder, text), options);
    }

    private List<String> names(String text, Map<String, ?> options) throws Exception {
        return CsvRows.schema(CsvRows.file(folder, text), options).names();
    }

    @Test
    void aDecimalCommaDoesNotHideTheDelimiter() throws Exception {
        assertThat(rows("1,5;2,5\n3,5;4,5\n", Map.of())).containsExactly(List.of("1,5", "2,5"), List.of("3,5", "4,5"));
        assertThat(rows("name|list\nx|1;2;3\ny|4;5;6\n", Map.of()))
                .containsExactly(List.of("x", "1;2;3"), List.of("y", "4;5;6"));
    }

    @Test
    void aSingleQuoteIsFoundOutWhereNothingElseMakesSense() throws Exception {
        assertThat(rows("id,note\n1,'a,b'\n2,'it''s'\n", Map.of()))
                .containsExactly(List.of(1L, "a,b"), List.of(2L, "it's"));
        assertThat(rows("id,note\n1,'tis\n2,'quoted'\n", Map.of()))
                .containsExactly(List.of(1L, "'tis"), List.of(2L, "'quoted'"));
        assertThat(rows("id,note\n1,\"'a',\"\n2,'b'\n", Map.of()))
                .containsExactly(List.of(1L, "'a',"), List.of(2L, "'b'"));
    }

    @Test
    void aFirstRecordWithoutLettersIsNoHeader() throws Exception {
        assertThat(rows("31.12.2024;1.234,5\n30.12.2024;2\n", Map.of())).hasSize(2);
        assertThat(names("Größe;№1\n1;2\n", Map.of())).containsExactly("Größe", "№1");
    }

    @Test
    void linesMayEndWithCarriageReturnAlone() throws Exception {
        String text = "a,b\r1,\"x\ny\"\r\r2,\"q\"\"\r\"\r3,";
        List<List<Object>> expected = List.of(List.of(1L, "x\ny"), List.of(2L, "q\"\r"), asList(3L, null));
        assertThat(rows(text, Map.of())).isEqualTo(expected);
        assertThat(rows(text, Map.of("line_ending", "cr", "quote", "\""))).isEqualTo(expected);
        Path path = CsvRows.file(folder, "a,b\r" + "1,\"x\ry\"\r".repeat(100));
        assertThat(CsvRows.read(path, Map.of(), 100)).hasSize(100).containsOnly(List.of(1L, "x\ry"));
    }

    @Test
    void commentsAreLeftOut() throws Exception {
        String text = "# made by \"hand\nid,note\n#,\"a\"b,c,d\n1,#no comment\n\n# the \"end\n2,\"x\n#y\"\n#";
        assertThat(rows(text, Map.of("comment", "#")))
                .containsExactly(List.of(1L, "#no comment"), List.of(2L, "x\n#y"));
        String many =
                "id,note\n" + "# \"".concat("x".repeat(997)).concat("\n1,y\n").repeat(2000);
        assertThat(rows(many, Map.of("comment", "#"))).hasSize(2000).containsOnly(List.of(1L, "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesAtTheStartAreSkipped(String lineEnd) throws Exception {
        String text = "\uFEFFA \"report\n\nid,note\n1,x\n2,y\n".replace("\n", lineEnd);
        Map<String, ?> options = Map.of("skip_lines", 2);
        assertThat(rows(text, options)).containsExactly(List.of(1L, "x"), List.of(2L, "y"));
        assertThat(CsvRows.read(CsvRows.file(folder, text), options, 6)).hasSize(2);
        String large = ("x".repeat(20_000) + "\n").repeat(10).replace("\n", lineEnd);
        assertThat(rows(large + "a,b" + lineEnd + "1,2", Map.of("skip_lines", 10)))
                .containsExactly(List.of(1L, 2L));
    }

    @Test
    void blanksAroundFieldsAreTrimmedOnRequest() throws Exception {
        String text = " id , note \t,x\n 1 , \"a, \"\"b\"\" \" ,\t\n2\t,  , \" \" \n";
        assertThat(names(text, Map.of("trim", true))).containsExactly("id", "note", "x");
        assertThat(rows(text, Map.of("trim", true)))
                .containsExactly(asList(1L, "a, \"b\" ", null), asList(2L, null, " "));
        assertThat(rows("a\tb\n 1 \t\n\"x\" \t y\n", Map.of("trim", true)))
                .containsExactly(asList("1", null), asList("x", "y"));
    }

    @Test
    void missingFieldsAreNullOnRequest() throws Exception {
        String text = "a,b,c\n1\n\n2,\"x\"\n3,y,z";
        Map<String, ?> options = Map.of("missing_fields", "null");
        assertThat(rows(text, options))
                .containsExactly(asList(1L, null, null), asList(2L, "x", null), asList(3L, "y", "z"));
        assertThat(rows("a,b,c\n,\n", Map.of("missing_fields", "null", "null_text", "-")))
                .containsExactly(asList("", "", null));
        assertThat(rows("a,b,c\n,", Map.of("missing_fields", "null", "null_text", "-", "trim", true)))
                .containsExactly(asList("", "", null));
    }

    @Test
    void extraFieldsAreDroppedOnRequest() throws Exception {
        String text = "a,b\n1,x,,\"more\nof, it\"\n2,\"y\",\n3,z\n";
        assertThat(rows(text, Map.of("extra_fields", "drop")))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y"), List.of(3L, "z"));
    }

    @Test
    void severalTextsMayMeanNull() throws Exception {
        String text = "a,b\n1,x\nNA,NULL\n,\"NA\"\n3,\"\"\n";
        assertThat(rows(text, Map.of("null_text", List.of("", "NA", "NULL"))))
                .containsExactly(List.of(1L, "x"), asList(null, null), asList(null, "NA"), asList(3L, ""));
        assertThat(rows("a,b\nx,NA\n,-\n", Map.of("null_text", List.of("NA", "-"))))
                .containsExactly(asList("x", null), asList("", null));
    }

    @Test
    void whatWasFoundOutIsDescribed() throws Exception {
        assertThat(description("a;b\n1;2\n")).isEqualTo("delimiter ';', header");
        assertThat(description("1\t2\r3\t4\r")).isEqualTo("delimiter tab, no header, lines end with CR");
        assertThat(description("a,b\n1,'x,y'\n")).isEqualTo("delimiter ',', quote ', header");
    }

    private String description(String text) throws Exception {
        try (InputFile file = DiskFile.open(CsvRows.file(folder, text))) {
            return Head.read(file, Options.of(CsvRows.FORMAT.readOptions(), Map.of()))
                    .description();
        }
    }
}
