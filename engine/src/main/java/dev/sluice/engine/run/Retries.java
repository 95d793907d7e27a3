package dev.sluice.engine.run;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often and how patiently a task is tried again: pauses double from half a second to half a minute, with jitter. */
final class Retries {
    static final int MAX_ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private Retries() {}

    static boolean isWorthwhile(Throwable failure, int attempt) {
        return attempt < MAX_ATTEMPTS && isPassing(failure);
    }

    /** Whether it may be over by itself. Both systems answered when the run was planned: one that doesn't now may again. */
    static boolean isPassing(Throwable failure) {
        return failure instanceof ConnectorException exception
                && (exception.code().isRetryable() || exception.code() == ErrorCode.UNREACHABLE);
    }

    /** What to tell of an attempt, which counts from 1, before the next. */
    static RunEvent.Retry after(String stream, String what, int attempt, Exception reason) {
        return new RunEvent.Retry(stream, what, attempt, pause(attempt), String.valueOf(reason.getMessage()));
    }

    /** How long to wait after an attempt, which counts from 1. */
    private static Duration pause(int attempt) {
        long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (attempt - 1));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
