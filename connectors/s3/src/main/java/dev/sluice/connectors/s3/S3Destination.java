package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes objects of S3 and of servers that are compatible with it. */
public final class S3Destination extends StorageDestination {
    private static final List<Option<?>> OPTIONS = Stream.of(
                    S3Options.place(), commonOptions(), S3Options.encryption(), S3Options.connection())
            .flatMap(List::stream)
            .toList();

    private final S3Buckets buckets = new S3Buckets();

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "s3",
                "Objects of Amazon S3 and compatible servers",
                OPTIONS,
                Set.of(
                        Capability.ATOMIC_COMMIT,
                        Capability.PARALLEL_WRITERS,
                        Capability.STATE_IN_DESTINATION,
                        Capability.APPEND,
                        Capability.LEASE),
                S3Options.URI);
    }

    @Override
    public String place(WriteRequest request) {
        return S3Source.address(request.options(), super.place(request));
    }

    /** Begins an upload and gives it up again: nothing of it is ever seen. */
    @Override
    public void testConnection(Options options) {
        S3Storage storage = new S3Storage(buckets.open(options));
        storage.testWriting(location(options));
    }

    @Override
    protected Storage storage(Options options) {
        return new S3Storage(buckets.open(options));
    }

    @Override
    protected Options readOptions(Options options, String location) {
        String bucket = "s3://" + options.get(S3Options.BUCKET);
        return options.retain(S3Options.connection())
                .with(S3Options.BUCKET, options.get(S3Options.BUCKET))
                .with(S3Options.PREFIX, location.substring(Math.min(location.length(), bucket.length() + 1)));
    }

    @Override
    protected String location(Options options) {
        String location = S3Source.location(options);
        return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }
}
