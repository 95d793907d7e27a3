package dev.sluice.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that is made from code, between two marks. With {@code -Ddocs=apply} it is written anew. */
public final class GeneratedPart {
    private final Path page;
    private final String begin;
    private final String end;

    /**
     * @param page below docs/
     * @param mark the comment before the part
     * @param name of the part, for the comment after it
     */
    public GeneratedPart(String page, String mark, String name) {
        this.page = Path.of("..", "docs").resolve(page);
        this.begin = "<!-- " + mark + " -->\n";
        this.end = "<!-- /" + name + " -->\n";
    }

    /** Compares, or writes. */
    public void assertIs(String expected) throws IOException {
        String text = Files.readString(page);
        assertThat(text).as("%s has a place for it", page).contains(begin, end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if ("apply".equals(System.getProperty("docs"))) {
            Files.writeString(page, text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("%s; to write it anew: mvn -Dquick -pl cli -am test -Dtest=*Document* -Ddocs=apply", page)
                    .isEqualTo(expected);
        }
    }
}
