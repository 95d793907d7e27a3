package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ClusterProvider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "  sluice run shop.yaml --report report.json --progress none",
            "  sluice run shop.yaml --runner spark --master spark://host:7077"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PIPELINE", description = "A pipeline file, YAML or JSON.")
    private String file;

    @Mixin
    private RunFlags flags;

    @Mixin
    private ReportFlags reportFlags;

    @Mixin
    private RunnerFlags runnerFlags;

    @Spec
    private CommandSpec command;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Session session = new Session(console);
        // what is wrong with the file is told before anything is started
        List<Pipeline> pipelines = session.pipelines(file);
        if (runnerFlags.isLocal()) {
            return run(session, pipelines, null);
        }
        Optional<ClusterProvider> provider = runnerFlags.provider();
        if (provider.isEmpty()) {
            return new SparkSubmit(console)
                    .run(command.commandLine().getParseResult().originalArgs(), runnerFlags.master());
        }
        String title = pipelines.stream().map(Pipeline::name).collect(Collectors.joining(", "));
        try (Cluster cluster = provider.get().open(runnerFlags.settings(title))) {
            return run(session, pipelines, cluster);
        }
    }

    private int run(Session session, List<Pipeline> pipelines, Cluster cluster) {
        return new PipelineRuns(console, session.registry(), flags, reportFlags, cluster)
                .run(
                        pipelines,
                        pipeline -> StateFolder.ofPipeline(console, reportFlags.stateFolder(), pipeline.home()),
                        true);
    }
}
