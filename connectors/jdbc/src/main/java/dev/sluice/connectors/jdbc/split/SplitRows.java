package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;

/** The rows that a split stands for: those of its range that the run reads. */
public final class SplitRows {
    private SplitRows() {}

    public static Condition condition(Dialect dialect, ReadRequest request, Split split) {
        return KeyRange.of(split)
                .map(range -> KeyCondition.of(dialect, request.stream().schema(), range))
                .orElse(Condition.EVERY_ROW)
                .and(IncrementRange.condition(dialect, request.increment(), split));
    }
}
