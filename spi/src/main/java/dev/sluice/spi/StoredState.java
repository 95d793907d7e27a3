package dev.sluice.spi;

import java.io.Serializable;

/**
 * A state that a destination keeps with its data.
 *
 * @param stream as the source names it
 * @param runId the run that committed it
 * @param committedAt when, as ISO text in UTC; empty where that isn't kept
 * @param state the engine's own text
 */
public record StoredState(String pipeline, String stream, String target, String runId, String committedAt, String state)
        implements Serializable {
    /** Whether a request of the same pipeline, stream and target would go on from it. */
    public boolean isOf(WriteRequest request) {
        return pipeline.equals(request.pipeline())
                && stream.equals(request.stream().toString())
                && target.equals(request.target().toString());
    }
}
