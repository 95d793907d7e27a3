package dev.sluice.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One formatter decides the layout of every Java file; {@code -Dformat=apply} lets it rewrite them. */
class SourceFormatTest {
    private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
    private static final boolean APPLY = System.getProperty("sluice.format").equals("apply");
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void everyJavaFileIsFormatted() throws IOException {
        List<String> different = new ArrayList<>();
        List<Path> sources = sources();
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted = format(source, text);
            if (formatted.equals(text)) {
                continue;
            }
            if (APPLY) {
                Files.writeString(source, formatted);
            } else {
                different.add(ROOT.relativize(source).toString());
            }
        }
        assertThat(sources).as("Java files below %s", ROOT).isNotEmpty();
        assertThat(different)
                .as("not formatted: run  mvn -pl style test -Dformat=apply")
                .isEmpty();
    }

    private static String format(Path source, String text) {
        try {
            return FORMATTER.formatSourceAndFixImports(text);
        } catch (FormatterException e) {
            throw new IllegalStateException(ROOT.relativize(source) + " cannot be parsed: " + e.getMessage(), e);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?target/.*"))
                    .sorted()
                    .toList();
        }
    }
}
