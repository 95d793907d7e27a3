package dev.sluice.engine.plan;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.StreamRule;
import dev.sluice.engine.verify.Verification;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Schema;
import java.util.ArrayList;
import java.util.HashMap;
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
        SourceConnector source =
                registry.source(pipeline.source().type()).orElseThrow().forRun();
        DestinationConnector destination = registry.destination(
                        pipeline.destination().type())
                .orElseThrow()
                .forRun();
        try {
            return plan(pipeline, budget, source, destination);
        } catch (RuntimeException e) {
            source.close();
            destination.close();
            throw e;
        }
    }

    private RunPlan plan(Pipeline pipeline, Budget budget, SourceConnector source, DestinationConnector destination) {
        List<String> patterns = pipeline.rules().stream()
                .filter(rule -> !rule.isExclusion() && rule.query().isEmpty())
                .map(StreamRule::pattern)
                .toList();
        Catalog catalog = Discovery.of(source, pipeline.source(), queries(pipeline, source), patterns);
        Map<CatalogStream, StreamRule> streams = new StreamMatcher(catalog, pipeline.rules()).match();
        checkTargets(streams);
        String runId = RunId.next();
        List<StreamPlan> plans = new ArrayList<>();
        Map<String, CatalogStream> places = new HashMap<>();
        streams.forEach((stream, rule) -> {
            StreamPlan asked = asked(source, destination, stream, rule);
            WriteRequest request =
                    writeRequest(runId, pipeline, asked, asked.mapping().written(), budget);
            String place = destination.place(request);
            requireOwn(place, stream, places);
            if (pipeline.source().type().equals(pipeline.destination().type())) {
                requireApart(place, asked, source.places(pipeline.source().options(), stream.name()));
            }
            plans.add(asked.accepting(destination.plan(request)));
        });
        return new RunPlan(
                runId,
                pipeline,
                source,
                destination,
                registry.source(pipeline.destination().type())
                        .map(SourceConnector::forRun)
                        .orElse(null),
                plans,
                budget,
                Verification.COUNT,
                true);
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

    /** As the configuration asks for it, before the destination has had its say. */
    private static StreamPlan asked(
            SourceConnector source, DestinationConnector destination, CatalogStream stream, StreamRule rule) {
        if (stream.schema().size() == 0) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    stream.name() + " has no columns to read"
                            + (stream.comment().isEmpty() ? "" : " (" + stream.comment() + ")")
                            + "; if it is a view, what it selects from may be gone"
                            + (Glob.isGlob(rule.pattern())
                                    ? ". To leave it out, add a stream with the name \"!" + stream.name() + "\""
                                    : ""));
        }
        IncrementPlan increment = increment(source, destination, stream, rule);
        ColumnMapping selected = ColumnMapping.of(stream, rule.flatten(), rule.columns(), rule.primaryKey());
        boolean byCursor = increment != null && increment.cursor() != null;
        ColumnMapping all = byCursor ? selected.alsoReading(increment.cursor()) : selected;
        WriteMode mode = mode(destination, rule, all);
        requireKey(stream, rule, mode, all);
        if (byCursor && mode == WriteMode.MERGE) {
            requireCursor(stream, increment.cursorName(), all);
        }
        // A row that is changed comes again: a table made for that can't have the source's key.
        boolean repeatsKeys =
                byCursor && mode == WriteMode.APPEND && rule.primaryKey().isEmpty();
        ColumnMapping mapping = repeatsKeys ? all.withoutKey() : all;
        return new StreamPlan(
                stream,
                target(stream, rule),
                mode,
                byCursor ? rule.rules().withCursor(mapping.writtenName(increment.cursorName())) : rule.rules(),
                mapping,
                WritePlan.unchanged(mapping.written()),
                rule.badRows(),
                increment,
                rule.before(),
                rule.after());
    }

    /** Null for a stream that is read whole. */
    private static IncrementPlan increment(
            SourceConnector source, DestinationConnector destination, CatalogStream stream, StreamRule rule) {
        if (!rule.sync().incremental()) {
            return null;
        }
        if (!source.spec().can(Capability.INCREMENTAL)) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    stream.name() + ": the source " + source.spec().type()
                            + " can't read incrementally; use sync_mode full_refresh");
        }
        if (!destination.spec().can(Capability.STATE_IN_DESTINATION)) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    stream.name() + ": the destination " + destination.spec().type()
                            + " keeps no state, which sync_mode incremental needs");
        }
        return IncrementPlan.of(stream, rule.sync());
    }

    private static WriteMode mode(DestinationConnector destination, StreamRule rule, ColumnMapping mapping) {
        if (rule.mode().isPresent() || !rule.sync().incremental()) {
            return rule.mode().orElse(WriteMode.OVERWRITE);
        }
        boolean merges = destination.spec().can(Capability.MERGE)
                && !mapping.written().primaryKey().isEmpty();
        return merges ? WriteMode.MERGE : WriteMode.APPEND;
    }

    private static void requireKey(CatalogStream stream, StreamRule rule, WriteMode mode, ColumnMapping mapping) {
        if (mode == WriteMode.MERGE && mapping.written().primaryKey().isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.name() + ": write_mode merge needs a key, and the stream has none among its columns;"
                            + " set primary_key");
        }
        boolean deletes = rule.rules().deletes().kind() != Deletes.Kind.IGNORE;
        if (deletes
                && rule.badRows().onError() == OnError.REJECT
                && !rule.sync().incremental()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.name()
                            + ": with on_error: reject, delete_detection would take rejected rows for deleted ones;"
                            + " use sync_mode incremental, which compares keys, or another on_error");
        }
        if (mode != WriteMode.MERGE && deletes) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.name() + ": delete_detection compares keys, and so needs 'write_mode: merge'");
        }
    }

    /** Without its values the destination couldn't tell which of a key's rows is the newest. */
    private static void requireCursor(CatalogStream stream, String cursor, ColumnMapping mapping) {
        if (mapping.writtenName(cursor).isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.name() + ": write_mode merge lets the row with the largest cursor win, and so needs the"
                            + " cursor '" + cursor + "' among 'columns'");
        }
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

    /** What a run has written must not be read by the next, unless it is all that there is and is replaced. */
    private static void requireApart(String place, StreamPlan stream, List<String> read) {
        List<String> own = read.stream()
                .filter(file -> file.equals(place) || file.startsWith(place + "/"))
                .toList();
        boolean replacesAll = own.size() == read.size() && stream.mode() == WriteMode.OVERWRITE;
        if (!own.isEmpty() && !replacesAll) {
            String what = own.contains(place) ? "its own target" : "a part of its own target " + place;
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.stream().name() + " would read " + own.getFirst() + ", which is " + what
                            + ": every run would read again what the one before wrote. Write to another place, or"
                            + " name the source's files so that they leave it out");
        }
    }

    /** Nor to one table by two spellings of its name, or to one file that their targets have nothing to do with. */
    private static void requireOwn(String place, CatalogStream stream, Map<String, CatalogStream> places) {
        CatalogStream other = places.put(place, stream);
        if (other != null) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    other.name() + " and " + stream.name() + " would both be written to " + place
                            + ", which takes one stream; choose one of them, name another 'destination' for one,"
                            + " or write to a folder instead of a file");
        }
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
                stream.rules(),
                budget.parallelism(),
                budget.batchSize(),
                budget.writeMemory());
    }

    /** What the source will be asked for in a full read. */
    public static ReadRequest readRequest(RunPlan plan, StreamPlan stream) {
        return readRequest(plan, stream, stream.mapping().read(), null);
    }

    /**
     * What the source will be asked for.
     *
     * @param increment null for everything
     */
    public static ReadRequest readRequest(RunPlan plan, StreamPlan stream, Schema columns, Increment increment) {
        Budget budget = plan.budget();
        return new ReadRequest(
                plan.pipeline().source().options(),
                stream.stream(),
                columns,
                budget.parallelism(),
                budget.batchSize(),
                budget.readMemory(),
                increment);
    }

    /** What the destination will be asked for. */
    public static WriteRequest writeRequest(RunPlan plan, StreamPlan stream) {
        return writeRequest(
                plan.runId(), plan.pipeline(), stream, stream.mapping().written(), plan.budget());
    }
}
