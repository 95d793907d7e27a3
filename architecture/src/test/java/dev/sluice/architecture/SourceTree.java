package dev.sluice.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The tree that is being built: its documents, its modules, its tracked files. */
final class SourceTree {
    static final Path ROOT = Path.of(System.getProperty("sluice.root"));

    private SourceTree() {}

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folders of all modules, relative to the root, those of aggregators included. */
    static List<String> modules() {
        List<String> modules = new ArrayList<>();
        collect("", modules);
        return modules;
    }

    private static void collect(String folder, List<String> modules) {
        for (String module : texts(pom(folder), "module")) {
            String path = folder + module;
            modules.add(path);
            collect(path + "/", modules);
        }
    }

    /** group:artifact of what ships: dependencies of a module in scope compile or runtime, other modules left out. */
    static List<String> shippedDependencies(String module) {
        List<String> shipped = new ArrayList<>();
        for (Element dependency : children(pom(module + "/"), "dependencies", "dependency")) {
            String scope = String.join("", texts(dependency, "scope"));
            String group = texts(dependency, "groupId").getFirst();
            if (!group.equals("dev.sluice") && !List.of("test", "provided").contains(scope)) {
                shipped.add(group + ":" + texts(dependency, "artifactId").getFirst());
            }
        }
        return shipped;
    }

    /** The files that git tracks and that hold text. */
    static List<String> trackedTextFiles() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git ls-files failed in " + ROOT);
        }
        List<String> files = new ArrayList<>();
        for (String file : output.split("\0")) {
            Path path = ROOT.resolve(file);
            if (Files.isRegularFile(path) && isText(Files.readAllBytes(path))) {
                files.add(file);
            }
        }
        return files;
    }

    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    private static Element pom(String folder) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(ROOT.resolve(folder + "pom.xml").toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(folder + "pom.xml: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Elements at a path of direct children. */
    private static List<Element> children(Element element, String... path) {
        List<Element> found = List.of(element);
        for (String name : path) {
            found = found.stream().flatMap(e -> direct(e, name).stream()).toList();
        }
        return found;
    }

    private static List<Element> direct(Element element, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    private static List<String> texts(Element element, String name) {
        List<Element> elements =
                name.equals("module") ? children(element, "modules", "module") : children(element, name);
        return elements.stream()
                .map(e -> String.join(
                        " ", Arrays.asList(e.getTextContent().strip().split("\\s+"))))
                .toList();
    }
}
