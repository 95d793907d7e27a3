package dev.sluice.spi;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.io.Serializable;
import java.util.Optional;

/**
 * Which rows of a stream an incremental run reads. Plain data.
 *
 * <p>A source looks first how far the rows go, its upper bound, and then reads from the lower bound to the upper one, both
 * included, and all rows whose cursor is NULL. It says in {@link SplitPlan#position} where the next run begins, which
 * reads the upper bound again: rows with an equal cursor may have come since. Where it can tell, it reads what was
 * committed late as well: rows below the lower bound that the last run couldn't see. Then it may leave out those at the
 * lower bound which the last run saw, unless rows that may be read again are to be told from others.
 *
 * @param cursor the column whose values grow, as in the stream's schema; null where the source goes by something else,
 *     such as files
 * @param last where the last run ended; null for a first run
 * @param from the smallest cursor value wanted while no run has found one, as canonical text; empty for all
 * @param until the largest cursor value wanted, as canonical text; empty for all
 * @param lookback how far below the last position rows are read again
 * @param floor the smallest cursor value that the lookback reaches to, as canonical text; empty where it isn't bounded
 * @param separatesRepeats whether rows that the next run may read again have to be in splits of their own, marked by
 *     {@link Split#repeats}
 */
public record Increment(
        Field cursor,
        Position last,
        String from,
        String until,
        Lookback lookback,
        String floor,
        boolean separatesRepeats)
        implements Serializable {
    /** With a lookback that isn't bounded. */
    public Increment(
            Field cursor, Position last, String from, String until, Lookback lookback, boolean separatesRepeats) {
        this(cursor, last, from, until, lookback, "", separatesRepeats);
    }

    /**
     * Whether a cursor value is a number after which none comes, so that a run that got so far would find nothing ever after.
     *
     * @param text canonical
     */
    public static boolean isEndless(Type type, String text) {
        boolean number = type == Type.FLOAT32 || type == Type.FLOAT64 || type == Type.NUMERIC;
        return number && (text.equals("NaN") || text.equals("Infinity"));
    }

    /** The smallest cursor value to read, as canonical text; empty for all. */
    public Optional<String> lower() {
        if (last == null || last.cursor().isEmpty()) {
            return Optional.of(from).filter(text -> !text.isEmpty());
        }
        return Optional.of(lookback.before(cursor.type(), last.cursor(), floor));
    }

    /**
     * The smallest cursor value that the next run will read again.
     *
     * @param upper this run's upper bound, as canonical text
     */
    public String repeatsFrom(String upper) {
        return lookback.before(cursor.type(), upper);
    }
}
