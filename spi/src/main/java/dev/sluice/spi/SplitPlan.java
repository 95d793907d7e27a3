package dev.sluice.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a stream is cut up. The union of the splits is the stream and no row is in two of them. The plan stays open while
 * the splits are read and may hold what makes the reads consistent, such as an exported snapshot.
 */
public interface SplitPlan extends AutoCloseable {
    /** At least one; none only where it is known that an {@link Increment} has no row to read. */
    List<Split> splits();

    /** What the user should know: the query text, that the read is not one point in time, why there is one split only. */
    default List<String> notes() {
        return List.of();
    }

    /** Where the next incremental run begins; only of a plan that was asked for an {@link Increment}. */
    default Optional<Position> position() {
        return Optional.empty();
    }

    /**
     * Tells what the splits are made of: as long as a stream's plans have the same fingerprint, their splits are the same
     * and hold the same rows, whenever they are read. Empty where that can't be known.
     */
    default String fingerprint() {
        return "";
    }

    /** Whether the splits can be read only in the process that made the plan: they use connections that it holds. */
    default boolean isBoundToProcess() {
        return false;
    }

    @Override
    default void close() {}

    /** The whole stream as one split. */
    static SplitPlan single() {
        return of(List.of(new Split(0, "all", Map.of())));
    }

    static SplitPlan of(List<Split> splits) {
        List<Split> copy = List.copyOf(splits);
        return () -> copy;
    }
}
