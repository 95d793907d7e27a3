package dev.sluice.cli.matrix;

import dev.sluice.connectors.file.LocalFileDestination;
import dev.sluice.connectors.file.LocalFileSource;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of the local file system, looked at through the JDK. */
final class Folder extends Place {
    private final Path folder;

    Folder(String format, Path folder) {
        super(format);
        this.folder = folder;
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
    Map<String, Object> config() {
        return Map.of();
    }

    @Override
    Map<String, Object> location(boolean source, String name) {
        return Map.of(source ? "file_path" : "base_path", folder.resolve(name).toString());
    }

    @Override
    Optional<byte[]> content(String name, String file) {
        Path path = folder.resolve(name).resolve(file);
        try {
            return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    List<String> names(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    public String toString() {
        return format() + " in a folder";
    }
}
