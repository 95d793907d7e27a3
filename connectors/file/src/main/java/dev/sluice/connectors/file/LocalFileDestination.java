package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.UriMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes files of the local file system. */
public final class LocalFileDestination extends StorageDestination {
    static final Option<String> BASE_PATH = Option.path(
                    "base_path", "The folder to write to, one folder per stream in it; or one file, by its extension")
            .required();

    private static final List<Option<?>> OPTIONS =
            Stream.concat(Stream.of(BASE_PATH), commonOptions().stream()).toList();

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "local_file",
                "Files of the local file system",
                OPTIONS,
                Set.of(
                        Capability.ATOMIC_COMMIT,
                        Capability.PARALLEL_WRITERS,
                        Capability.STATE_IN_DESTINATION,
                        Capability.APPEND),
                UriMapping.path(BASE_PATH.key(), "file"));
    }

    @Override
    public void testConnection(Options options) {
        Path existing = Path.of(location(options)).toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            throw new ConnectorException(ErrorCode.PERMISSION_DENIED, existing + ": this user may not write here");
        }
    }

    @Override
    protected Storage storage(Options options) {
        return new LocalStorage();
    }

    @Override
    protected String location(Options options) {
        return Path.of(options.get(BASE_PATH)).toString();
    }
}
