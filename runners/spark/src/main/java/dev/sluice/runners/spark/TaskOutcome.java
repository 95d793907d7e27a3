package dev.sluice.runners.spark;

import dev.sluice.engine.run.TaskResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;

/**
 * How a task ended. A failure is a result too: it was tried again as often as is worthwhile by ourselves, so Spark shall not
 * repeat it, and needn't write it into its event log.
 */
sealed interface TaskOutcome extends Serializable {
    record Done(TaskResult result) implements TaskOutcome {}

    /**
     * @param trace for {@code --debug}
     */
    record Failed(ErrorCode code, String message, String trace) implements TaskOutcome {
        static Failed of(Throwable failure) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return failure instanceof ConnectorException known
                    ? new Failed(known.code(), known.getMessage(), trace.toString())
                    : new Failed(
                            ErrorCode.INTERNAL,
                            "unexpected " + failure + "; this is a bug, please report it with --debug's output",
                            trace.toString());
        }

        ConnectorException failure() {
            return new ConnectorException(code, message, new IllegalStateException("on an executor: " + trace));
        }
    }
}
