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
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML and JSON files (JSON being YAML) into maps, lists and scalars. */
final class Documents {
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

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
        try (Reader text = new WholeCharacters(Files.newBufferedReader(file));
                MappingIterator<Object> values = YAML.readerFor(Object.class).readValues(text)) {
            return values.readAll();
        } catch (JacksonException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, file + place + ": " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, "there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, file + " isn't UTF-8 text", e);
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, file + " can't be read: " + e.getMessage(), e);
        }
    }
}
