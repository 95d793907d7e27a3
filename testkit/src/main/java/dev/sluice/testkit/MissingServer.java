package dev.sluice.testkit;

import org.junit.jupiter.api.Assumptions;

/** What a test does where it finds no server: it is skipped with a warning; with {@code CI=true} it fails. */
public final class MissingServer {
    private MissingServer() {}

    /**
     * Never returns.
     *
     * @param system as the message names it: {@code "S3 server"}
     * @param variable the environment variable that names a server
     */
    public static void skip(String system, String variable, Exception reason) {
        String message = "no " + system + " to test with: " + reason.getMessage() + "; name one in " + variable;
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError(message, reason);
        }
        System.getLogger(MissingServer.class.getName()).log(System.Logger.Level.WARNING, "SKIPPED: " + message, reason);
        Assumptions.abort(message);
    }
}
