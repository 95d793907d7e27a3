package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.WriteMode;
import dev.sluice.testkit.s3.TestingS3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that a URL, an XML document, a glob or a file system would take for something else. */
class OddKeysTest {
    private static final List<String> NAMES = List.of(
            "with space",
            " leading and trailing ",
            "plus+plus",
            "100%",
            "%41",
            "%2F",
            "qu?ery&x#fragment",
            "<&>\"'",
            "back\\slash",
            "tab\tand\nfeed",
            "Größe €",
            "\u540D\u524D",
            "\uD83D\uDE00",
            "e\u0301",
            "star*",
            "[abc]",
            "{a,b}",
            "a;b:c@d!$'()~",
            "dots..",
            "double//slash");

    private final S3Runs runs = new S3Runs(TestingS3.withVersions());

    @AfterEach
    void close() {
        runs.close();
    }

    static Stream<String> names() {
        return NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFileIsReadByItsKey(String name) throws Exception {
        runs.put("in/" + name + ".csv", "id,name\n1,one\n");
        runs.put("in/another.csv", "id,name\n2,two\n");

        assertThat(S3Runs.read(runs.source(Map.of("prefix", "in/" + name + ".csv"))))
                .containsExactly(List.of(1L, "one"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFolderIsReadByItsPrefix(String name) throws Exception {
        runs.put(name + "/a.csv", "id,name\n1,one\n");
        runs.put("another/a.csv", "id,name\n2,two\n");

        assertThat(S3Runs.read(runs.source(Map.of("prefix", name + "/")))).containsExactly(List.of(1L, "one"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void filesAreWrittenBelowAPrefixAndReplaced(String name) throws Exception {
        Map<String, Object> options = Map.of("prefix", name + "/", "format", "csv", "overwrite", true);
        runs.run(runs.request(WriteMode.OVERWRITE, options), S3Runs.rows(0, 3), S3Runs.rows(3, 5));
        runs.run(runs.request(WriteMode.OVERWRITE, options), S3Runs.rows(7, 9));

        assertThat(runs.keys())
                .hasSize(2)
                .allSatisfy(key -> assertThat(key).startsWith(name + "/people/"))
                .contains(name + "/people/_sluice_manifest.json");
        assertThat(runs.keys().stream().filter(key -> key.endsWith(".csv")).map(runs::text))
                .containsExactly(S3Runs.csv(7, 9));
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void aFolderOfOddKeysIsReadAndEachIsAStreamOfItsOwn() throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (String name : NAMES) {
            runs.put("in/" + name + ".csv", "id,name\n" + rows.size() + ",text\n");
            rows.add(List.of((long) rows.size(), "text"));
        }

        assertThat(S3Runs.streams(runs.source(Map.of("prefix", "in/", "stream_per", "file"))))
                .containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(S3Runs.read(runs.source(Map.of("prefix", "in/")))).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(S3Runs.read(runs.source(Map.of("prefix", "in/**/*+*.csv"))))
                .containsExactly(rows.get(NAMES.indexOf("plus+plus")));
    }
}
