package dev.sluice.spi;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What becomes of a target's rows that the source has no more. Plain data.
 *
 * @param limitPercent the largest share of the target's rows that may go in one run; more ends it
 */
public record Deletes(Kind kind, BigDecimal limitPercent) implements Serializable {
    public static final Deletes NONE = new Deletes(Kind.IGNORE, BigDecimal.ZERO);

    /** The column that says since when a row is missing at the source, or NULL. */
    public static final String MARK = "_sluice_deleted_at";

    /** What happens to such a row. */
    public enum Kind {
        /** Nothing: nobody looks for it. */
        IGNORE,
        /** It is marked in the column {@link #MARK}. */
        SOFT,
        /** It is deleted. */
        HARD
    }
}
