package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageSource;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads objects of S3 and of servers that are compatible with it. */
public final class S3Source extends StorageSource {
    static final List<Option<?>> OPTIONS = Stream.of(S3Options.place(), commonOptions(), S3Options.connection())
            .flatMap(List::stream)
            .toList();

    private final S3Buckets buckets = new S3Buckets();

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "s3",
                "Objects of Amazon S3 and compatible servers",
                OPTIONS,
                Set.of(Capability.SPLITS, Capability.INCREMENTAL),
                S3Options.URI);
    }

    @Override
    protected Storage storage(Options options) {
        return new S3Storage(buckets.open(options));
    }

    @Override
    public List<String> places(Options options, StreamName stream) {
        return files(options, stream).stream()
                .map(file -> address(options, file))
                .toList();
    }

    @Override
    protected List<String> locations(Options options) {
        return List.of(location(options));
    }

    /** {@code s3://bucket/prefix}. */
    static String location(Options options) {
        String prefix = options.get(S3Options.PREFIX);
        return "s3://" + options.get(S3Options.BUCKET) + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    /** Which object or prefix that is among those of all servers: buckets of two of them may have one name. */
    static String address(Options options, String location) {
        return options.find(S3Options.ENDPOINT)
                .map(endpoint -> endpoint.replaceFirst("/+$", "") + location.substring("s3:/".length()))
                .orElse(location);
    }
}
