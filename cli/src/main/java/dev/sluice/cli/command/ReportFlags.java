package dev.sluice.cli.command;

import dev.sluice.cli.progress.ProgressMode;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.verify.Verification;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of the commands that move rows. */
final class ReportFlags {
    @Option(names = "--report", paramLabel = "FILE", description = "Write a report of the run to a file, as JSON.")
    private Path report;

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            defaultValue = "auto",
            description = "auto, plain, json or none; auto is a display on a terminal and plain lines elsewhere.")
    private ProgressMode progress;

    @Option(
            names = "--verify",
            paramLabel = "HOW",
            defaultValue = "count",
            description = "count: rows read, staged and published must be as many; full: what was written is read"
                    + " again and must hold the same values.")
    private Verification verify;

    @Option(
            names = "--resume",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether to go on from what an earlier run had staged that didn't end, where the source's files"
                            + " are the same; --no-resume reads everything again.")
    private boolean resumes;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where run history and locks are kept; .sluice beside the pipeline unless given here or in"
                    + " SLUICE_STATE_DIR.")
    private Path stateFolder;

    /** The plan of a run with these flags. */
    RunPlan apply(RunPlan plan) {
        return plan.verifying(verify).resuming(resumes);
    }

    Optional<Path> report() {
        return Optional.ofNullable(report);
    }

    ProgressMode progress() {
        return progress;
    }

    Optional<Path> stateFolder() {
        return Optional.ofNullable(stateFolder);
    }
}
