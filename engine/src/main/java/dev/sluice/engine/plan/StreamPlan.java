package dev.sluice.engine.plan;

import dev.sluice.engine.config.BadRowRule;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;

/**
 * How one stream will be moved.
 *
 * @param write what the destination said; its columns are those of {@code mapping.written()} in order
 */
public record StreamPlan(
        CatalogStream stream,
        StreamName target,
        WriteMode mode,
        boolean allowEmpty,
        ColumnMapping mapping,
        WritePlan write,
        BadRowRule badRows) {
    /** The same with the destination's answer: columns are converted to the types it accepts. */
    StreamPlan accepting(WritePlan answer) {
        return new StreamPlan(
                stream,
                target,
                mode,
                allowEmpty,
                mapping.withWritten(answer.accepted(mapping.written())),
                answer,
                badRows);
    }
}
