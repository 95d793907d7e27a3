package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEncodingTest {
    private static final String TEXT = "id;größe\r\n1;\"né \"\"à\"\"\r\nParis\"\r\n2;\r\n";
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private List<List<Object>> rows(byte[] bytes, Map<String, ?> options) throws Exception {
        return CsvRows.read(CsvRows.file(folder, bytes), options, 10);
    }

    private ConnectorException failure(byte[] bytes, Map<String, ?> options) {
        return catchThrowableOfType(ConnectorException.class, () -> rows(bytes, options));
    }

    private static byte[] utf16(String text, boolean bigEndian) {
        return text.getBytes(bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void utf16IsKnownByItsByteOrderMark(boolean bigEndian) throws Exception {
        String text = "\uFEFF" + TEXT + "3;日本🐎\r\n";
        assertThat(rows(utf16(text, bigEndian), Map.of()))
                .containsExactly(
                        List.of(1L, "né \"à\"\r\nParis"), java.util.Arrays.asList(2L, null), List.of(3L, "日本🐎"));
        assertThat(CsvRows.schema(CsvRows.file(folder, utf16(text, bigEndian)), Map.of())
                        .names())
                .containsExactly("id", "größe");
    }

    @Test
    void utf16WithoutAMarkIsReadOnRequestAndElseRefused() throws Exception {
        Map<String, ?> options = Map.of("encoding", "utf-16le");
        assertThat(rows(utf16(TEXT, false), options)).hasSize(2);
        assertThat(failure(utf16(TEXT, false), Map.of())).hasMessageContaining("set 'encoding: utf-16le'");
        assertThat(failure(utf16(TEXT, true), Map.of())).hasMessageContaining("set 'encoding: utf-16be'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "iso-8859-1", "latin1", "CP1252", "iso-8859-15"})
    void codePagesAreReadOnRequest(String encoding) throws Exception {
        byte[] bytes = TEXT.getBytes(Charset.forName(encoding));
        assertThat(rows(bytes, Map.of("encoding", encoding)))
                .containsExactly(List.of(1L, "né \"à\"\r\nParis"), java.util.Arrays.asList(2L, null));
    }

    @Test
    void latin1IsReadByItsUsualSpelling() throws Exception {
        byte[] bytes = TEXT.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(rows(bytes, Map.of("encoding", "Latin-1"))).isEqualTo(rows(bytes, Map.of("encoding", "latin1")));
    }

    @Test
    void everyCharacterOfACodePageIsRead() throws Exception {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 160; i < 256; i++) {
            text.append(i)
                    .append(',')
                    .append("x€‚œŸ".repeat(i))
                    .append((char) i)
                    .append('\n');
        }
        assertThat(rows(text.toString().getBytes(WINDOWS), Map.of("encoding", "windows-1252")))
                .isEqualTo(rows(text.toString().getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    @Test
    void bytesThatAreNotUtf8SayWhatToSet() {
        ConnectorException failure = failure("a,b\n1,x\n2,caf\u00e9\n".getBytes(WINDOWS), Map.of());
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure)
                .hasMessageContainingAll(
                        "orders.csv, line 3 (byte 13)", "column 'b'", "0xE9 is not UTF-8", "windows-1252");
    }

    @Test
    void bytesThatACodePageHasNoCharacterForAreRefused() {
        byte[] bytes = "a,b\n1,x\n2,?\n".getBytes(StandardCharsets.US_ASCII);
        bytes[10] = (byte) 0x81;
        assertThat(failure(bytes, Map.of("encoding", "windows-1252")))
                .hasMessageContainingAll("orders.csv, line 3 (byte 10)", "0x81 is no character of windows-1252");
    }

    @Test
    void brokenUtf16IsRefused() {
        byte[] lone = utf16("\uFEFFa,b\n1,x\n2,?\n", false);
        lone[lone.length - 3] = (byte) 0xD8;
        assertThat(failure(lone, Map.of())).hasMessageContainingAll("orders.csv, line 3 (byte 22)", "surrogate");
        byte[] odd = java.util.Arrays.copyOf(utf16("\uFEFFa,b\n1,x\n", true), 19);
        assertThat(failure(odd, Map.of())).hasMessageContainingAll("orders.csv, line 3 (byte 18)", "middle");
    }

    @Test
    void utf32IsRefused() {
        for (String charset : List.of("UTF-32LE", "UTF-32BE")) {
            byte[] column = "\uFEFFa\n1\n".getBytes(Charset.forName(charset));
            assertThat(failure(column, Map.of())).as(charset).hasMessageContainingAll("it is UTF-32", "UTF-8");
        }
    }

    @Test
    void aMarkThatContradictsTheOptionIsRefused() {
        assertThat(failure(("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_8), Map.of("encoding", "windows-1252")))
                .hasMessageContaining("byte order mark of utf-8, and 'encoding' says windows-1252");
    }

    @Test
    void anErrorInDecodedTextNamesItsLine() {
        assertThat(failure("größe;b\n1;2\n3\n".getBytes(WINDOWS), Map.of("encoding", "windows-1252")))
                .hasMessageContainingAll("orders.csv, line 3 (byte 14 of its text)", "'b' is missing");
    }

    @Test
    void theMiddleAndTheEndOfALargeFileInAnotherEncodingAreLookedAt() throws Exception {
        String filler = "1;2;é\n".repeat(1_000_000);
        String text = "a;b;c\n" + filler + "x;2;é\n" + filler + "1;2.5;é\n";
        for (String encoding : List.of("windows-1252", "utf-16be")) {
            Path path = CsvRows.file(folder, text.getBytes(Charset.forName(encoding)));
            Map<String, ?> options = Map.of("encoding", encoding);
            assertThat(CsvRows.schema(path, options).type(0)).isEqualTo(Type.STRING);
            assertThat(CsvRows.schema(path, options).type(1)).isEqualTo(new Type.Decimal(18, 1));
        }
    }

    @Test
    void aDecodedFileIsOneRange() throws Exception {
        try (InputFile file = DiskFile.open(CsvRows.file(folder, utf16("\uFEFF" + TEXT, false)))) {
            Options options = Options.of(CsvRows.FORMAT.readOptions(), Map.of());
            assertThat(CsvRows.FORMAT.split(file, options, 10)).containsExactly(new FileRange(0, file.length()));
        }
    }
}
