package dev.sluice.engine.run;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;

/** The rows that the target refused in one attempt to publish them. */
final class PublishErrors implements RowErrors {
    private final StreamErrors stream;
    private final AttemptErrors attempt;
    private final RowErrors writer;
    private final long rows;

    /** @param rows how many are staged */
    PublishErrors(StreamErrors stream, AttemptErrors attempt, long rows) {
        this.stream = stream;
        this.attempt = attempt;
        this.writer = attempt.ofWriter();
        this.rows = rows;
    }

    @Override
    public OnError policy() {
        return writer.policy();
    }

    /** How many rows there are is known by now: too large a share of them ends the run before anything is published. */
    @Override
    public void reject(BadRow row) {
        writer.reject(row);
        stream.checkShare(rows - rejected());
    }

    @Override
    public void becomesNull(BadRow row) {
        writer.becomesNull(row);
    }

    long rejected() {
        return attempt.rejectedByWriter();
    }
}
