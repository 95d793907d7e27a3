package dev.sluice.cli.guarantees;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tests that prove the contract's promises, found in the sources by the numbers in their names: {@code contract04…}, or
 * {@code contract05And06…} for several.
 */
final class ContractTests {
    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest|Property)\\b(?:(?!\\bvoid\\b|;)[\\s\\S])*void"
                    + " (contract(\\d\\d(?:And\\d\\d)*)\\w+)\\(");
    private static final Pattern SUBJECT = Pattern.compile("class \\w+ extends (\\w+Conformance)\\b");

    /** A class of tests, in the module that holds it. */
    private record TestClass(String name, String module) implements Comparable<TestClass> {
        @Override
        public int compareTo(TestClass other) {
            int names = name.compareTo(other.name);
            return names == 0 ? module.compareTo(other.module) : names;
        }
    }

    private final SortedMap<Integer, SortedMap<TestClass, SortedSet<String>>> methods = new TreeMap<>();
    /** Modules that run a suite, by its name. */
    private final SortedMap<String, SortedSet<String>> runs = new TreeMap<>();

    static ContractTests below(Path root) throws IOException {
        ContractTests tests = new ContractTests();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith("target") || folder.endsWith(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.endsWith("Test.java") || name.endsWith("Conformance.java")) {
                    Path inside = root.relativize(file);
                    String module = inside.getName(inside.startsWith("connectors") ? 1 : 0)
                            .toString();
                    tests.add(new TestClass(name.replace(".java", ""), module), Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }

    private void add(TestClass test, String source) {
        Matcher matcher = TEST.matcher(source);
        while (matcher.find()) {
            for (String number : matcher.group(2).split("And")) {
                methods.computeIfAbsent(Integer.valueOf(number), any -> new TreeMap<>())
                        .computeIfAbsent(test, any -> new TreeSet<>())
                        .add(matcher.group(1));
            }
        }
        SUBJECT.matcher(source)
                .results()
                .forEach(subject -> runs.computeIfAbsent(subject.group(1), any -> new TreeSet<>())
                        .add(test.module()));
    }

    /** The promises that have a test. */
    SortedSet<Integer> proved() {
        return new TreeSet<>(methods.keySet());
    }

    /** The tests of a promise, for a document: each with the modules that run it. */
    String list(int promise) {
        StringBuilder list = new StringBuilder();
        methods.getOrDefault(promise, new TreeMap<>()).forEach((test, names) -> {
            String modules = String.join(", ", runs.getOrDefault(test.name(), new TreeSet<>(Set.of(test.module()))));
            list.append("- `").append(test.name()).append("` (").append(modules).append(')');
            list.append(names.stream().collect(Collectors.joining("`, `#", ": `#", "`\n")));
        });
        return list.toString();
    }
}
