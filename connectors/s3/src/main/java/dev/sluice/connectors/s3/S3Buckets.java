package dev.sluice.connectors.s3;

import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The clients of a connector, one for each login: to make one costs more than many requests, and connections to the server
 * are kept open in it. They last as long as the connector; their threads are daemons. Thread-safe.
 */
final class S3Buckets {
    private final ConcurrentHashMap<List<Optional<?>>, S3Login> logins = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("s3-", 0).daemon().factory());

    S3Bucket open(Options options) {
        List<Optional<?>> login = new ArrayList<>();
        for (Option<?> option : S3Options.connection()) {
            login.add(options.find(option));
        }
        return S3Bucket.of(options, logins.computeIfAbsent(login, any -> S3Login.of(options)), threads);
    }
}
