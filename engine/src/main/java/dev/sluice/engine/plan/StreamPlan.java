package dev.sluice.engine.plan;

import dev.sluice.engine.config.BadRowRule;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRules;
import java.util.List;

/**
 * How one stream will be moved.
 *
 * @param rules how the target's rows and columns may change
 * @param increment what is read of it; null for everything
 * @param before statements to run on the destination before the stream begins
 * @param after statements to run on the destination once it is published
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
        IncrementPlan increment,
        List<String> before,
        List<String> after) {
    public StreamPlan {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

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
                increment,
                before,
                after);
    }
}
