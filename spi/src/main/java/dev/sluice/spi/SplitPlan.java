package dev.sluice.spi;

import java.util.List;
import java.util.Map;

/**
 * How a stream is cut up. The union of the splits is the stream and no row is in two of them. The plan stays open while
 * the splits are read and may hold what makes the reads consistent, such as an exported snapshot.
 */
public interface SplitPlan extends AutoCloseable {
    /** At least one. */
    List<Split> splits();

    /** What the user should know: the query text, that the read is not one point in time, why there is one split only. */
    default List<String> notes() {
        return List.of();
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
