package dev.sluice.engine.run;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.BadRowRule;
import dev.sluice.engine.content.DeliveredRows;
import dev.sluice.engine.content.RowSet;
import dev.sluice.engine.plan.IncrementPlan;
import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process of a cluster needs to move splits of a stream. Plain data; it holds the secrets of both connections, so it
 * must not be shown.
 */
public final class ClusterWork implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String sourceType;
    private final String destinationType;
    private final SplitWork work;
    private final IncrementPlan increment;
    private final BadRowRule badRows;
    private final RunVerification.Sender sender;

    /**
     * @param increment null where everything is read
     * @param sender null where the run isn't verified in full
     */
    ClusterWork(
            String sourceType,
            String destinationType,
            SplitWork work,
            IncrementPlan increment,
            BadRowRule badRows,
            RunVerification.Sender sender) {
        this.sourceType = sourceType;
        this.destinationType = destinationType;
        this.work = work;
        this.increment = increment;
        this.badRows = badRows;
        this.sender = sender;
    }

    /** The stream's name, for people. */
    public String stream() {
        return work.stream();
    }

    /**
     * Moves a split in this process.
     *
     * @param registry this process' own connectors
     * @param number of the task's start: each has another, in all processes together
     * @throws Exception the failure of the last attempt; InterruptedException where the task was cancelled
     */
    public TaskResult run(ConnectorRegistry registry, Split split, long number, RowCounter counter) throws Exception {
        SourceConnector source = registry.source(sourceType).orElseThrow(() -> missing(sourceType));
        DestinationConnector destination =
                registry.destination(destinationType).orElseThrow(() -> missing(destinationType));
        int attemptsBefore = Math.toIntExact((number + 1) * Retries.MAX_ATTEMPTS);
        try {
            return new SplitAttempts(source, destination, work, attemptsBefore, new Observers(), counter, retry -> {})
                    .run(split);
        } finally {
            destination.release(work.write());
        }
    }

    private static ConnectorException missing(String type) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "the cluster's processes have no connector '" + type + "'; give them its jar as well");
    }

    @Override
    public String toString() {
        return "tasks of " + work.stream();
    }

    /** Rows that were delivered before or may be met again are for streams that a cluster refuses to move. */
    private final class Observers implements SplitAttempts.Observers {
        private final Path nowhere = Path.of(System.getProperty("java.io.tmpdir"), "sluice-rejects");

        @Override
        public AttemptErrors errors(int task, int attempt) {
            return new StreamErrors(work.stream(), badRows, nowhere, nowhere).attempt(task, attempt);
        }

        @Override
        public AttemptSync sync(Split split) {
            return new AttemptSync(increment, split, new DeliveredRows(RowSet.EMPTY), List.of(), false);
        }

        @Override
        public RunVerification.Sent sent() {
            return sender == null ? null : sender.attempt();
        }
    }
}
