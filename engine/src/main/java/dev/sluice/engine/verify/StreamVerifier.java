package dev.sluice.engine.verify;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Compares a stream at its source with its target as both are now. Where the target only ever grows, each of the
 * source's rows must be there; otherwise both must hold the same rows.
 */
public final class StreamVerifier {
    private static final String REPLACES_FILES = "overwrite";

    private final RunPlan plan;

    /** Plans a pipeline that is to be compared: nothing will be written, so files that are there are no hindrance. */
    public static RunPlan plan(ConnectorRegistry registry, Pipeline pipeline, Budget budget) {
        ConnectionConfig destination = pipeline.destination();
        Options options = destination.options();
        for (Option<?> option :
                registry.spec(destination.type(), false).orElseThrow().options()) {
            options = option.key().equals(REPLACES_FILES) ? options.with(option, true) : options;
        }
        Pipeline tolerant = new Pipeline(
                pipeline.name(),
                pipeline.source(),
                destination.withOptions(options),
                pipeline.rules(),
                pipeline.hooks(),
                pipeline.home());
        return new Planner(registry).plan(tolerant, budget);
    }

    public StreamVerifier(RunPlan plan) {
        this.plan = plan;
    }

    /**
     * What was found.
     *
     * @param sourceRows how many rows the source has
     * @param targetRows how many the target has
     * @param contentHash of the source's rows
     * @param differences a line per row that differs, the first ones of them; none where all is well
     */
    public record Result(
            StreamPlan stream, long sourceRows, long targetRows, String contentHash, List<String> differences) {
        public boolean isSame() {
            return differences.isEmpty();
        }
    }

    public Result verify(StreamPlan stream) throws Exception {
        WriteRequest request = Planner.writeRequest(plan, stream);
        StreamRows source = new StreamRows(plan.source(), Planner.readRequest(plan, stream), stream.mapping());
        Optional<StreamRows> target = new TargetRows(plan).of(request);
        if (target.isEmpty()) {
            return new Result(
                    stream, -1, -1, "", List.of("the destination has no '" + request.target() + "'; run it first"));
        }
        return stream.mode() == WriteMode.APPEND
                ? appended(stream, source, target.get())
                : same(stream, source, target.get());
    }

    private static Result same(StreamPlan stream, StreamRows source, StreamRows target) throws Exception {
        Buckets here = source.buckets();
        Buckets there = target.buckets();
        BitSet differing = here.differing(there);
        List<String> lines = differing.isEmpty() ? List.of() : Differences.between(source, target, differing);
        return new Result(stream, here.rowCount(), there.rowCount(), here.contentHash(), lines);
    }

    private static Result appended(StreamPlan stream, StreamRows source, StreamRows target) throws Exception {
        KeyedRows rows = new KeyedRows(Runtime.getRuntime().maxMemory() / 2);
        Buckets here = new Buckets();
        source.forEach(batch -> {
            here.add(batch);
            rows.add(batch);
        });
        Buckets there = new Buckets();
        target.forEach(batch -> {
            there.add(batch);
            HashedRows hashed = HashedRows.of(batch);
            for (int row = 0; row < hashed.size(); row++) {
                rows.match(hashed, row);
            }
        });
        DifferingRows missing = new DifferingRows();
        if (rows.missing() > 0) {
            source.forEach(batch -> {
                HashedRows hashed = HashedRows.of(batch);
                for (int row = 0; row < hashed.size(); row++) {
                    if (rows.isMissing(hashed, row)) {
                        missing.add(Differences.name(batch, row) + ": missing at the destination");
                    }
                }
            });
        }
        return new Result(stream, here.rowCount(), there.rowCount(), here.contentHash(), missing.lines());
    }
}
