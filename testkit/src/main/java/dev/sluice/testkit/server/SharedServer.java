package dev.sluice.testkit.server;

import org.junit.jupiter.api.Assumptions;

/**
 * The server of one product that all test classes of a JVM share: the one that an environment variable names, else one that
 * is started at the first call. Where neither works the test is skipped; with {@code CI=true} it fails. Thread-safe.
 */
public final class SharedServer<S> {
    private static final System.Logger LOG = System.getLogger(SharedServer.class.getName());

    private final String product;
    private final String variable;
    private final Named<S> named;
    private final Started<S> started;
    private S server;
    private Exception failure;

    /** A server that is somewhere already. */
    public interface Named<S> {
        S of(String url) throws Exception;
    }

    /** A server that ends with the JVM. */
    public interface Started<S> {
        S start() throws Exception;
    }

    /**
     * @param variable the environment variable that may name a server; empty where none may
     */
    public SharedServer(String product, String variable, Named<S> named, Started<S> started) {
        this.product = product;
        this.variable = variable;
        this.named = named;
        this.started = started;
    }

    /** A server that only its caller knows, or the end of the test. */
    public static <S> S started(String product, Started<S> started) {
        return new SharedServer<S>(product, "", url -> started.start(), started).get();
    }

    /** The server, or the end of the test. */
    public synchronized S get() {
        if (server == null && failure == null) {
            find();
        }
        if (server == null) {
            skip();
        }
        return server;
    }

    private void find() {
        String url = variable.isEmpty() ? null : System.getenv(variable);
        try {
            long start = System.nanoTime();
            server = url == null || url.isBlank() ? started.start() : named.of(url);
            long milliseconds = (System.nanoTime() - start) / 1_000_000;
            LOG.log(System.Logger.Level.INFO, "testing with {0}, ready in {1} ms", product, milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (Exception e) {
            failure = e;
        }
    }

    private void skip() {
        String message = "no " + product + " server to test with: " + failure.getMessage()
                + (variable.isEmpty() ? "" : "; name one in " + variable);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError(message, failure);
        }
        LOG.log(System.Logger.Level.WARNING, "SKIPPED: " + message, failure);
        Assumptions.abort(message);
    }
}
