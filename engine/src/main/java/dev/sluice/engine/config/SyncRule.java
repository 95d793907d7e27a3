package dev.sluice.engine.config;

import dev.sluice.spi.Lookback;
import java.io.Serializable;

/**
 * What a run reads of a stream: everything, or what is new since the run before.
 *
 * @param incremental whether only what is new
 * @param cursorField the column that tells; empty for sources that go by something else
 * @param initialValue the smallest cursor value that a first run takes; empty for all
 * @param until the largest cursor value that is taken; empty for all
 * @param lookback how far below the last position rows are read again
 * @param nullCursor what becomes of rows whose cursor is NULL
 */
public record SyncRule(
        boolean incremental,
        String cursorField,
        String initialValue,
        String until,
        Lookback lookback,
        NullCursor nullCursor)
        implements Serializable {
    public static final SyncRule FULL_REFRESH = new SyncRule(false, "", "", "", Lookback.NONE, NullCursor.READ);

    /** What becomes of rows whose cursor is NULL. */
    public enum NullCursor {
        /** They are read by every run. */
        READ,
        /** They end the run. */
        FAIL
    }
}
