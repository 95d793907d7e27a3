package dev.sluice.engine.plan;

import dev.sluice.engine.config.BadRowRule;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRules;

/**
 * How one stream will be moved.
 *
 * @param rules how the target's rows and columns may change
 * @param increment what is read of it; null for everything
 * @param write what the destination said; its columns are those of {@code mapping.written()} in order
 */
public record StreamPlan(
        CatalogStream stream,
        StreamName target,
        WriteMode mode,
        WriteRules rules,
        ColumnMapping mapping,
        WritePlan write,
        BadRowRule badRows,
        IncrementPlan increment) {
    /** As pipeline files and reports have it. */
    public String syncMode() {
        return increment == null ? "full_refresh" : "incremental";
    }

    /** The same with the destination's answer: columns are converted to the types it accepts. */
    StreamPlan accepting(WritePlan answer) {
        return new StreamPlan(
                stream,
                target,
                mode,
                rules,
                mapping.withWritten(answer.accepted(mapping.written())),
                answer,
                badRows,
                increment);
    }
}
