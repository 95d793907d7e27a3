package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Json;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.verify.StreamVerifier;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice verify}. */
@Command(
        name = "verify",
        description = "Compare what a pipeline's sources and destinations hold now, value by value. Moves nothing.",
        footer = {
            "",
            "Both sides are read whole. Rows that were changed since the last run differ, of course.",
            "Ends with 1 where rows differ; the first ones are named by their keys.",
            "",
            "Examples:",
            "  sluice verify shop.yaml",
            "  sluice verify shop.yaml --stream public.orders --json"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PIPELINE", description = "A pipeline file, YAML or JSON.")
    private String file;

    @Option(names = "--stream", paramLabel = "NAME", description = "One stream; all unless given.")
    private String stream;

    @Mixin
    private RunFlags flags;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Session session = new Session(console);
        List<Map<String, Object>> results = new ArrayList<>();
        boolean same = true;
        for (Pipeline pipeline : session.pipelines(file)) {
            try (RunPlan plan =
                    StreamVerifier.plan(session.registry(), pipeline, flags.budget(session.registry(), pipeline))) {
                for (StreamPlan each : chosen(plan)) {
                    StreamVerifier.Result result = new StreamVerifier(plan).verify(each);
                    results.add(asMap(pipeline, result));
                    same &= result.isSame();
                    if (!flags.json()) {
                        print(result);
                    }
                }
            }
        }
        if (results.isEmpty()) {
            throw new ConnectorException(ErrorCode.STREAM_NOT_FOUND, file + ": there is no stream '" + stream + "'");
        }
        if (flags.json()) {
            console.result(Json.indented(results));
        }
        return same ? 0 : ErrorCode.VERIFICATION_FAILED.exitCode();
    }

    private List<StreamPlan> chosen(RunPlan plan) {
        return plan.streams().stream()
                .filter(each -> stream == null
                        || each.stream().name().toString().equals(stream)
                        || each.stream().name().name().equals(stream))
                .toList();
    }

    private void print(StreamVerifier.Result result) {
        String name = result.stream().stream().name() + " -> " + result.stream().target();
        if (result.isSame()) {
            // a target that only grows may hold more than the source does now, and a row twice
            boolean all = result.sourceRows() == result.targetRows();
            console.result(name + (all ? ": the same, " : ": all there, ") + Figures.count(result.sourceRows(), "row")
                    + (all ? "" : " at the source, " + Figures.count(result.targetRows()) + " at the destination")
                    + ", content hash " + result.contentHash());
            return;
        }
        console.result(name + ": different"
                + (result.sourceRows() < 0
                        ? ""
                        : ", " + Figures.count(result.sourceRows(), "row") + " at the source, "
                                + Figures.count(result.targetRows()) + " at the destination"));
        result.differences().forEach(line -> console.result("  " + line));
    }

    private static Map<String, Object> asMap(Pipeline pipeline, StreamVerifier.Result result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pipeline", pipeline.name());
        map.put("name", result.stream().stream().name().toString());
        map.put("destination", result.stream().target().toString());
        map.put("same", result.isSame());
        map.put("rows_source", result.sourceRows());
        map.put("rows_destination", result.targetRows());
        map.put("content_hash", result.contentHash());
        map.put("differences", result.differences());
        return map;
    }
}
