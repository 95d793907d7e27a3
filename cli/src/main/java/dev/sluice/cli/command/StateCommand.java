package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Json;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.history.RunHistory.PastRun;
import dev.sluice.engine.history.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice state}. */
@Command(
        name = "state",
        description = "Show the latest runs of a pipeline, and how far its incremental streams are.",
        synopsisSubcommandLabel = "PIPELINE | COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {StateShowCommand.class, StateResetCommand.class, StateSetCommand.class, StateAdoptCommand.class},
        footer = {
            "",
            "Examples:",
            "  sluice state shop.yaml",
            "  sluice state shop.yaml -n 1 --json",
            "  sluice state show shop.yaml",
            "  sluice state reset shop.yaml --stream public.orders"
        })
final class StateCommand implements Callable<Integer> {
    private static final int WIDEST_CELL = 80;

    private final Console console;

    @Spec
    private CommandSpec spec;

    // optional to the parser, which would want it before a command too
    @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "A pipeline file: shows its latest runs.")
    private String file;

    @Option(
            names = {"-n", "--runs"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many runs; ${DEFAULT-VALUE} unless given.")
    private int limit;

    @Option(names = "--state-dir", paramLabel = "DIR", description = "Where run history is kept.")
    private Path stateFolder;

    @Option(names = "--json", description = "Print the runs as JSON.")
    private boolean json;

    StateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "name a pipeline file");
        }
        Arguments.requirePositive("--runs", limit);
        Map<String, Object> results = new LinkedHashMap<>();
        for (Pipeline pipeline : new Session(console).pipelines(file)) {
            Workspace workspace = StateFolder.ofPipeline(console, Optional.ofNullable(stateFolder), pipeline.home());
            List<PastRun> runs = Files.exists(workspace.historyFile())
                    ? workspace.history().latest(pipeline.name(), limit)
                    : List.of();
            results.put(pipeline.name(), runs.stream().map(StateCommand::asMap).toList());
            if (!json) {
                print(pipeline.name(), runs);
            }
        }
        if (json) {
            console.result(Json.indented(results));
        }
        return 0;
    }

    private void print(String pipeline, List<PastRun> runs) {
        if (runs.isEmpty()) {
            console.result(pipeline + " has not run yet");
            return;
        }
        console.result(pipeline);
        Table table = new Table(true, WIDEST_CELL)
                .column("started (UTC)")
                .column("status")
                .number("rows")
                .number("took")
                .column("run id")
                .column("error");
        for (PastRun run : runs) {
            table.row(
                    Instant.parse(run.startedAt())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                    status(run),
                    Figures.count(run.rowsWritten()),
                    run.durationMillis() < 0 ? "" : Figures.duration(Duration.ofMillis(run.durationMillis())),
                    run.runId(),
                    run.error());
        }
        table.lines().forEach(line -> console.result("  " + line));
    }

    /** A run without an end goes on still, or its process was killed. */
    private static String status(PastRun run) {
        return run.durationMillis() < 0 ? "running or killed" : run.status();
    }

    private static Map<String, Object> asMap(PastRun run) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run_id", run.runId());
        map.put("status", run.status());
        map.put("started_at", run.startedAt());
        map.put("duration_ms", run.durationMillis() < 0 ? null : run.durationMillis());
        map.put("rows_written", run.rowsWritten());
        map.put("error", run.error().isEmpty() ? null : run.error());
        return map;
    }
}
