package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageSource;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.Reach;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.UriMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads files of the local file system. */
public final class LocalFileSource extends StorageSource {
    static final Option<List<String>> FILE_PATH = Option.paths(
                    "file_path",
                    "A file, a folder or a glob such as data/**/*.csv, or - for standard input; or a list of them")
            .required();

    static final List<Option<?>> OPTIONS =
            Stream.concat(Stream.of(FILE_PATH), commonOptions().stream()).toList();

    private final LocalStorage storage;

    public LocalFileSource() {
        this(new LocalStorage());
    }

    LocalFileSource(LocalStorage storage) {
        this.storage = storage;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "local_file",
                "Files of the local file system",
                OPTIONS,
                Set.of(Capability.SPLITS, Capability.INCREMENTAL),
                UriMapping.path(FILE_PATH.key(), "file"));
    }

    @Override
    public Reach reach() {
        return Reach.DISK;
    }

    @Override
    public List<String> places(Options options, StreamName stream) {
        return files(options, stream).stream().map(LocalStorage::realPath).toList();
    }

    @Override
    protected Storage storage(Options options) {
        return storage;
    }

    @Override
    protected List<String> locations(Options options) {
        return options.get(FILE_PATH).stream()
                .map(path -> Path.of(path).toString())
                .toList();
    }
}
