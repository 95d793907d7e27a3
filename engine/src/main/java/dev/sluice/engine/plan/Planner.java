package dev.sluice.engine.plan;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.StreamRule;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a pipeline into a plan: connects, discovers, maps columns and asks the destination. Moves nothing. */
public final class Planner {
    private final ConnectorRegistry registry;

    public Planner(ConnectorRegistry registry) {
        this.registry = registry;
    }

    /**
     * @throws ConnectorException for everything that can be known to fail before a row moves
     */
    public RunPlan plan(Pipeline pipeline, Budget budget) {
        SourceConnector source = registry.source(pipeline.source().type()).orElseThrow();
        DestinationConnector destination =
                registry.destination(pipeline.destination().type()).orElseThrow();
        Catalog catalog =
                source.discoverSchema(new DiscoverRequest(pipeline.source().options(), queries(pipeline, source)));
        Map<CatalogStream, StreamRule> streams = new StreamMatcher(catalog, pipeline.rules()).match();
        checkTargets(streams);
        String runId = RunId.next();
        List<StreamPlan> plans = new ArrayList<>();
        streams.forEach((stream, rule) -> plans.add(plan(runId, pipeline, destination, stream, rule, budget)));
        return new RunPlan(runId, pipeline, source, destination, plans, budget);
    }

    private static Map<String, String> queries(Pipeline pipeline, SourceConnector source) {
        Map<String, String> queries = new LinkedHashMap<>();
        for (StreamRule rule : pipeline.rules()) {
            if (!rule.query().isEmpty()) {
                queries.put(rule.pattern(), rule.query());
            }
        }
        if (!queries.isEmpty() && !source.spec().can(Capability.QUERIES)) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "the source " + source.spec().type() + " can't run queries; stream '"
                            + queries.keySet().iterator().next() + "' has one");
        }
        return queries;
    }

    private static StreamPlan plan(
            String runId,
            Pipeline pipeline,
            DestinationConnector destination,
            CatalogStream stream,
            StreamRule rule,
            Budget budget) {
        if (stream.schema().size() == 0) {
            throw new ConnectorException(ErrorCode.INCOMPATIBLE_SCHEMA, stream.name() + " has no columns to read");
        }
        ColumnMapping mapping = ColumnMapping.of(stream, rule.flatten(), rule.columns(), rule.primaryKey());
        StreamPlan asked = new StreamPlan(
                stream,
                target(stream, rule),
                rule.mode(),
                rule.allowEmpty(),
                mapping,
                WritePlan.unchanged(mapping.written()),
                rule.badRows());
        return asked.accepting(destination.plan(writeRequest(runId, pipeline, asked, mapping.written(), budget)));
    }

    private static StreamName target(CatalogStream stream, StreamRule rule) {
        return rule.target()
                .map(name ->
                        StreamName.parse(name.replace("{stream}", stream.name().name())))
                .orElse(StreamName.of(stream.name().name()));
    }

    /** Two streams must not be written to one target. */
    private static void checkTargets(Map<CatalogStream, StreamRule> streams) {
        Map<StreamName, CatalogStream> byTarget = new LinkedHashMap<>();
        streams.forEach((stream, rule) -> {
            CatalogStream other = byTarget.put(target(stream, rule), stream);
            if (other != null) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        other.name() + " and " + stream.name() + " would both be written to '" + target(stream, rule)
                                + "'; set 'destination' for one of them");
            }
        });
    }

    private static WriteRequest writeRequest(
            String runId, Pipeline pipeline, StreamPlan stream, Schema schema, Budget budget) {
        return new WriteRequest(
                runId,
                pipeline.name(),
                stream.stream().name(),
                pipeline.destination().options(),
                stream.target(),
                schema,
                stream.mode(),
                stream.allowEmpty(),
                budget.parallelism(),
                budget.batchSize(),
                budget.writeMemory());
    }

    /** What the source will be asked for. */
    public static ReadRequest readRequest(RunPlan plan, StreamPlan stream) {
        Budget budget = plan.budget();
        return new ReadRequest(
                plan.pipeline().source().options(),
                stream.stream(),
                stream.mapping().read(),
                budget.parallelism(),
                budget.batchSize(),
                budget.readMemory());
    }

    /** What the destination will be asked for. */
    public static WriteRequest writeRequest(RunPlan plan, StreamPlan stream) {
        return writeRequest(
                plan.runId(), plan.pipeline(), stream, stream.mapping().written(), plan.budget());
    }
}
