package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.WholeFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of {@code kinds.txt}: what must be read, and what must be refused. */
class JsonKindsTest {
    private static Stream<String> kind(String mark) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(JsonKindsTest.class.getResourceAsStream("kinds.txt"), StandardCharsets.UTF_8))) {
            List<String> values = lines.lines()
                    .filter(line -> line.equals(mark) || line.startsWith(mark + " "))
                    .map(line -> line.equals(mark) ? "" : line.substring(2))
                    .toList();
            assertThat(values).hasSizeGreaterThan(40).doesNotHaveDuplicates();
            return values.stream();
        }
    }

    static Stream<String> accepted() throws IOException {
        return kind("y");
    }

    static Stream<String> refused() throws IOException {
        return kind("n");
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)
                    && i + 4 <= text.length()
                    && text.substring(i + 2, i + 4).matches("[0-9A-F]{2}")) {
                bytes.write(HexFormat.fromHexDigits(text, i + 2, i + 4));
                i += 3;
            } else {
                bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static WholeFile read(FileFormat format, String before, String value, String after) throws Exception {
        byte[] content = bytes(before + value + after);
        return WholeFile.read(format, "kinds." + format.name(), content, Map.of(), Long.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String value) throws Exception {
        assertThat(read(new JsonFormat(), "[{\"k\":", value, "}]").rows()).hasSize(1);
        assertThat(read(new JsonlFormat(), "{\"k\":", value, "}\n").rows()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource
    void refused(String value) {
        assertRefused(new JsonFormat(), "[{\"k\":", value, "}]");
        assertRefused(new JsonlFormat(), "{\"k\":", value, "}\n");
    }

    private static void assertRefused(FileFormat format, String before, String value, String after) {
        assertThatThrownBy(() -> read(format, before, value, after))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContaining("kinds." + format.name())
                .hasMessageContaining("byte ");
    }
}
