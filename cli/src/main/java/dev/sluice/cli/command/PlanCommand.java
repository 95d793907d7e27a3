package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.describe.PlanDescription;
import dev.sluice.cli.describe.PlanDescription.StreamDescription;
import dev.sluice.cli.output.Json;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice plan}. */
@Command(
        name = "plan",
        description = "Show what a run would do: streams, parts, statements, column types. Moves nothing.",
        footer = {"", "Examples:", "  sluice plan shop.yaml", "  sluice plan shop.yaml --json | jq '.[].streams[].name'"
        })
final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PIPELINE", description = "A pipeline file, YAML or JSON.")
    private String file;

    @Mixin
    private RunFlags flags;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Session session = new Session(console);
        List<Map<String, Object>> results = new ArrayList<>();
        for (Pipeline pipeline : session.pipelines(file)) {
            List<StreamDescription> streams;
            try (RunPlan plan =
                    new Planner(session.registry()).plan(pipeline, flags.budget(session.registry(), pipeline))) {
                streams = PlanDescription.of(plan);
            }
            results.add(Map.of(
                    "pipeline",
                    pipeline.name(),
                    "streams",
                    streams.stream().map(StreamDescription::asMap).toList()));
            if (!flags.json()) {
                console.result(pipeline.name() + ": " + pipeline.source().label() + " to "
                        + pipeline.destination().label());
                streams.forEach(stream -> stream.lines().forEach(console::result));
            }
        }
        if (flags.json()) {
            console.result(Json.indented(results));
        }
        return 0;
    }
}
