package dev.sluice.runners.spark;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;

/** What Spark says of its failures, without the stack traces that are within its messages. */
final class SparkFailures {
    private static final int LONGEST = 500;

    private SparkFailures() {}

    static String firstLine(Throwable failure) {
        return shortened(String.valueOf(failure.getMessage()));
    }

    static String shortened(String message) {
        String line = message.strip().lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** A job that Spark gave up, though no task of it told of a failure. */
    static ConnectorException ofJob(String stream, Throwable failure) {
        return new ConnectorException(
                ErrorCode.EXTERNAL_FAILURE,
                stream + ": Spark gave up its tasks: " + firstLine(failure) + "; see the logs of its executors",
                failure);
    }
}
