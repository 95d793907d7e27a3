package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.progress.Progress;
import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.history.PipelineLock;
import dev.sluice.engine.history.Workspace;
import dev.sluice.engine.hooks.HookCalls;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunId;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ReportWriter;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs pipelines one after the other, shows how they get on, and reports. */
final class PipelineRuns {
    private static final String STANDARD_STREAM = "-";

    private final Console console;
    private final ConnectorRegistry registry;
    private final RunFlags flags;
    private final ReportFlags reportFlags;
    private final Cluster cluster;

    PipelineRuns(Console console, ConnectorRegistry registry, RunFlags flags, ReportFlags reportFlags) {
        this(console, registry, flags, reportFlags, null);
    }

    /**
     * @param cluster where tasks run; null for threads of this process
     */
    PipelineRuns(
            Console console, ConnectorRegistry registry, RunFlags flags, ReportFlags reportFlags, Cluster cluster) {
        this.console = console;
        this.registry = registry;
        this.flags = flags;
        this.reportFlags = reportFlags;
        this.cluster = cluster;
    }

    /** Runs until one fails; returns the exit code. */
    int run(List<Pipeline> pipelines, Function<Pipeline, Workspace> workspace, boolean withHistory) {
        boolean writesRows = pipelines.stream().anyMatch(this::writesToStandardOutput);
        if (writesRows && flags.json()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "--json and the rows would both be printed on stdout; write the report to a file with --report");
        }
        Optional<Path> reportFile = reportFlags.report().map(console.folder()::resolve);
        reportFile.ifPresent(PipelineRuns::requireWritable);
        List<RunReport> reports = new ArrayList<>();
        try (Cancellation cancellation = Cancellation.ofThisThread()) {
            for (Pipeline pipeline : pipelines) {
                RunReport report = run(pipeline, workspace.apply(pipeline), withHistory, cancellation);
                reports.add(report);
                if (report.status() != Status.SUCCEEDED) {
                    break;
                }
            }
            writeReport(reports, reportFile);
            return summarize(reports, cancellation, writesRows);
        }
    }

    /** Whether stdout is for a pipeline's rows, and so for nothing else. */
    private boolean writesToStandardOutput(Pipeline pipeline) {
        ConnectorSpec spec = registry.spec(pipeline.destination().type(), false).orElseThrow();
        return spec.options().stream()
                .filter(option -> option.kind() == Option.Kind.PATH)
                .anyMatch(option -> pipeline.destination()
                        .options()
                        .find(option)
                        .filter(STANDARD_STREAM::equals)
                        .isPresent());
    }

    private RunPlan plan(Pipeline pipeline, Cancellation cancellation) {
        try {
            RunPlan plan = new Planner(registry).plan(pipeline, flags.budget(registry, pipeline, cluster));
            if (cluster != null) {
                cluster.check(plan);
            }
            return plan;
        } catch (RuntimeException e) {
            // What a connector makes of being interrupted is of no interest to who pressed Ctrl-C.
            throw cancellation.isRequested()
                    ? new ConnectorException(ErrorCode.CANCELLED, "cancelled; nothing was published", e)
                    : e;
        }
    }

    private RunReport run(Pipeline pipeline, Workspace workspace, boolean withHistory, Cancellation cancellation) {
        HookCalls hooks = new HookCalls(pipeline.hooks(), pipeline.home(), console.redaction()::redact);
        try {
            RunReport report = runLocked(pipeline, workspace, withHistory, cancellation);
            if (withHistory) {
                noteEnd(report, workspace);
            }
            hooks.ended(report).forEach(console::note);
            return report;
        } catch (ConnectorException e) {
            RunReport report = RunReport.ofFailedStart(RunId.next(), pipeline.name(), e);
            hooks.ended(report).forEach(console::note);
            if (withHistory) {
                note(report, workspace);
            }
            return report;
        }
    }

    /** The run has ended as it has, also where that can't be noted. */
    private void noteEnd(RunReport report, Workspace workspace) {
        try {
            workspace.history().end(report, console.redaction()::redact);
        } catch (ConnectorException e) {
            console.note("sluice: warning: " + e.getMessage());
        }
    }

    /** Where the workspace can't be written to, that may be what the failure is about. */
    private void note(RunReport failed, Workspace workspace) {
        try {
            workspace.history().begin(failed.runId(), failed.pipeline(), failed.startedAt());
            workspace.history().end(failed, console.redaction()::redact);
        } catch (ConnectorException e) {
            failed.failure().addSuppressed(e);
        }
    }

    private RunReport runLocked(
            Pipeline pipeline, Workspace workspace, boolean withHistory, Cancellation cancellation) {
        try (PipelineLock lock = workspace.lock(pipeline.name());
                Progress progress = Progress.of(reportFlags.progress(), console)) {
            progress.planning(pipeline.name());
            if (withHistory) {
                workspace.history().prepare();
            }
            try (RunPlan plan = reportFlags.apply(plan(pipeline, cancellation))) {
                progress.planned(plan.streams().size());
                if (withHistory) {
                    workspace.history().begin(plan.runId(), pipeline.name(), Instant.now());
                }
                cancellation.runBegins();
                return new Runner(cluster).run(plan, workspace.rejects(pipeline.name()), workspace.holder(), progress);
            }
        }
    }

    /** It would show only once everything is published that the report can't be written. */
    private static void requireWritable(Path report) {
        Path folder = report.toAbsolutePath().getParent();
        if (report.endsWith(STANDARD_STREAM)) {
            throw misplaced("--report takes a file; --json prints the report on stdout");
        }
        if (!Files.isDirectory(folder)) {
            throw misplaced("there is no folder " + folder + " for the report; create it");
        }
        if (Files.isDirectory(report)) {
            throw misplaced(report + " is a folder; name a file in it for the report");
        }
        if (!Files.isWritable(Files.exists(report) ? report : folder)) {
            throw misplaced("this user may not write the report to " + report);
        }
    }

    private static ConnectorException misplaced(String message) {
        return new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message);
    }

    private void writeReport(List<RunReport> reports, Optional<Path> file) {
        String json = console.redaction().redact(json(reports));
        if (flags.json()) {
            console.out().println(json);
        }
        file.ifPresent(each -> write(each, json));
    }

    /** One pipeline's report is an object, several are an array of them. */
    private static String json(List<RunReport> reports) {
        return reports.size() == 1
                ? ReportWriter.toJson(reports.getFirst())
                : reports.stream().map(ReportWriter::toJson).collect(Collectors.joining(",\n", "[", "]"));
    }

    private static void write(Path file, String json) {
        try {
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "the report can't be written to " + file + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private int summarize(List<RunReport> reports, Cancellation cancellation, boolean writesRows) {
        RunReport last = reports.getLast();
        if (last.status() == Status.SUCCEEDED) {
            if (writesRows) {
                console.note(summary(reports));
            } else if (!flags.json()) {
                console.result(summary(reports));
            }
            return 0;
        }
        long done = last.streams().stream()
                .filter(stream -> stream.status() == Status.SUCCEEDED)
                .count();
        String rest = done == 0
                ? "nothing was published"
                : done + " of " + Figures.count(last.streams().size(), "stream") + (done == 1 ? " was" : " were")
                        + " published before";
        if (last.failure() instanceof ConnectorException failure && failure.code() == ErrorCode.OUTPUT_CLOSED) {
            return failure.code().exitCode();
        }
        // what else a connector makes of being interrupted is of no interest to who pressed Ctrl-C
        if (last.status() == Status.CANCELLED || cancellation.isRequested()) {
            console.note("sluice: cancelled; " + rest);
            return cancellation.exitCode();
        }
        if (done > 0) {
            console.note("sluice: " + rest);
        }
        switch (last.failure()) {
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> throw new IllegalStateException(last.failure());
        }
    }

    private static String summary(List<RunReport> reports) {
        List<StreamReport> streams =
                reports.stream().flatMap(report -> report.streams().stream()).toList();
        long rows =
                streams.stream().mapToLong(stream -> stream.rows().written()).sum();
        long bytes = streams.stream().mapToLong(StreamReport::bytes).sum();
        Duration duration = Duration.ofMillis(
                reports.stream().mapToLong(RunReport::durationMillis).sum());
        long rejected =
                streams.stream().mapToLong(stream -> stream.rows().rejected()).sum();
        return Figures.count(streams.size(), "stream") + ", " + Figures.count(rows, "row")
                + (rejected > 0 ? " (" + Figures.count(rejected) + " more rejected)" : "") + ", "
                + Figures.bytes(bytes)
                + " in " + Figures.duration(duration);
    }
}
