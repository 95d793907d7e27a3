package dev.sluice.engine.config;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML and JSON files (JSON being YAML) into maps, lists and texts. */
final class Documents {
    /** No connection is longer than that; a longer file holds data. */
    private static final long LONGEST_CONNECTION = 1 << 20;

    private Documents() {}

    /** All documents of a file; documents are separated by {@code ---}. */
    static List<Map<String, Object>> readAll(Path file) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : values(file)) {
            if (document == null) {
                continue;
            }
            if (!(document instanceof Map<?, ?> map)) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, file + ": a mapping with keys and values is expected");
            }
            documents.add(texts(map));
        }
        if (documents.isEmpty()) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, file + " is empty");
        }
        return documents;
    }

    static Map<String, Object> readOne(Path file) {
        return readAll(file).getFirst();
    }

    /** The file's mapping, or an empty one where the file holds something else, such as data. */
    static Map<String, Object> readIfObject(Path file) {
        try {
            return Files.size(file) > LONGEST_CONNECTION ? Map.of() : readOne(file);
        } catch (ConnectorException | IOException e) {
            return Map.of();
        }
    }

    /** The same map with its keys as texts. */
    static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), value));
        return texts;
    }

    private static List<Object> values(Path file) {
        try (Reader text = new WholeCharacters(Files.newBufferedReader(file))) {
            return YamlTree.documents(file.toString().endsWith(".json") ? new TabsAsSpaces(text) : text);
        } catch (MarkedYamlEngineException e) {
            // its own message quotes the line, and with it whatever secret is there
            String problem = Objects.requireNonNullElse(e.getContext(), "") + " " + e.getProblem();
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    file + e.getProblemMark().map(Documents::place).orElse("") + ": " + problem.strip());
        } catch (ReaderException e) {
            String character = "U+%04X".formatted(e.getCodePoint());
            throw invalid(file + ": the character " + character + " isn't allowed in YAML", e);
        } catch (YamlEngineException e) {
            throw e.getCause() instanceof IOException cause
                    ? unreadable(file, cause)
                    : invalid(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ConnectorException unreadable(Path file, IOException e) {
        return invalid(
                switch (e) {
                    case NoSuchFileException missing -> "there is no file " + file;
                    case CharacterCodingException wrong -> file + " isn't UTF-8 text";
                    default ->
                        Files.isDirectory(file)
                                ? file + " is a folder; a file is needed here"
                                : file + " can't be read: " + e.getMessage();
                },
                e);
    }

    private static ConnectorException invalid(String message, Exception cause) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message, cause);
    }

    private static String place(Mark mark) {
        return " line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
