package dev.sluice.connectors.file;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder, with the files of one format. */
final class FileSystem implements SystemUnderTest {
    private final Path folder;
    private final String format;
    private final boolean hasTypes;
    private final Map<String, ?> writeOptions;

    /**
     * @param hasTypes whether the format's files say of what types their columns are; else readers are told
     */
    FileSystem(Path folder, String format, boolean hasTypes) {
        this(folder, format, hasTypes, Map.of());
    }

    /**
     * @param writeOptions further ones
     */
    FileSystem(Path folder, String format, boolean hasTypes, Map<String, ?> writeOptions) {
        this.folder = folder;
        this.format = format;
        this.hasTypes = hasTypes;
        this.writeOptions = writeOptions;
    }

    @Override
    public SourceConnector source() {
        return new LocalFileSource();
    }

    @Override
    public DestinationConnector destination() {
        return new LocalFileDestination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        String name = Stream.of(folder.toFile().list())
                .filter(found -> decoded(found).equals(target.name()))
                .findFirst()
                .orElse(target.name().replace("/", "%2F"));
        Map<String, Object> config = new HashMap<>();
        config.put("file_path", folder.resolve(name).toString());
        config.put("format", format);
        Path manifest = folder.resolve(name).resolve("_sluice_manifest.json");
        if (!hasTypes && Files.exists(manifest)) {
            config.put("column_types", types(manifest));
        }
        return Options.of(source().spec().options(), config);
    }

    private static Object types(Path manifest) {
        try {
            return ((Map<?, ?>) JsonTree.parse(Files.readAllBytes(manifest))).get("schema");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(String name) {
        return java.net.URLDecoder.decode(name.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public Options destinationOptions() {
        Map<String, Object> config = new HashMap<>(writeOptions);
        config.putAll(Map.of("base_path", folder.toString(), "format", format, "overwrite", true));
        return Options.of(destination().spec().options(), config);
    }

    @Override
    public Set<String> contents() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(path -> folder.relativize(path).toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TypeMatrix matrix() {
        return hasTypes ? TypeMatrix.all().without(Oddity.BEYOND_LONG_NANOSECONDS) : TypeMatrix.all();
    }

    @Override
    public Type readBack(Type written) {
        return !hasTypes && Type.isNested(written) ? Type.JSON : written;
    }

    /** Files of one folder need not have the same columns. */
    @Override
    public boolean targetsHaveSchemas() {
        return false;
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        return Map.of(
                ErrorCode.STREAM_NOT_FOUND,
                Options.of(source().spec().options(), Map.of("file_path", List.of(folder + "/missing.csv"))));
    }
}
