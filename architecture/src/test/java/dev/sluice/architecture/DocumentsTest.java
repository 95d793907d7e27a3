package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents say what the tree holds. */
class DocumentsTest {
    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| `([a-z0-9/-]+)/` \\|");
    private static final Pattern DEPENDENCY_ROW = Pattern.compile("(?m)^\\| `([^`:]+:[^`]+)` \\|");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.$}{*/-])/(?:root|home/[a-z]+|Users/[A-Za-z]+|work|tmp/[\\w-]+/[\\w-]+)/[\\w.-]+");

    @Test
    void architectureListsExactlyTheModulesOfTheReactor() {
        assertThat(firstGroups(MODULE_ROW, SourceTree.text("ARCHITECTURE.md")))
                .containsExactlyInAnyOrderElementsOf(SourceTree.modules());
    }

    @Test
    void everyDependencyThatShipsIsExplained() {
        Set<String> shipped = new TreeSet<>();
        SourceTree.modules().forEach(module -> shipped.addAll(SourceTree.shippedDependencies(module)));
        assertThat(shipped).isNotEmpty();
        assertThat(firstGroups(DEPENDENCY_ROW, SourceTree.text("docs/dependencies.md")))
                .containsAll(shipped);
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (String file : SourceTree.trackedTextFiles()) {
            if (!file.endsWith(".md")) {
                continue;
            }
            Path folder = SourceTree.ROOT.resolve(file).getParent();
            for (String link : firstGroups(LINK, SourceTree.text(file))) {
                String target = link.replaceFirst("#.*", "");
                if (!link.contains(":") && !target.isEmpty() && !Files.exists(folder.resolve(target))) {
                    broken.add(file + " -> " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void noFileNamesThePathOfOneMachine() throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (String file : SourceTree.trackedTextFiles()) {
            Matcher matcher = MACHINE_PATH.matcher(SourceTree.text(file));
            while (matcher.find()) {
                found.add(file + ": " + matcher.group());
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> firstGroups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
