package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.engine.config.Pipeline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice run}. */
@Command(
        name = "run",
        description = "Run a pipeline file.",
        footer = {
            "",
            "A file with several YAML documents holds several pipelines; they run in their order.",
            "",
            "Examples:",
            "  sluice run shop.yaml",
            "  sluice run shop.yaml --parallelism 4 --max-memory 2g",
            "  sluice run shop.yaml --report report.json --progress none"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PIPELINE", description = "A pipeline file, YAML or JSON.")
    private String file;

    @Mixin
    private RunFlags flags;

    @Mixin
    private ReportFlags reportFlags;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Session session = new Session(console);
        List<Pipeline> pipelines = session.pipelines(file);
        PipelineRuns runs = new PipelineRuns(console, session.registry(), flags, reportFlags);
        return runs.run(
                pipelines,
                pipeline -> StateFolder.ofPipeline(console, reportFlags.stateFolder(), pipeline.home()),
                true);
    }
}
