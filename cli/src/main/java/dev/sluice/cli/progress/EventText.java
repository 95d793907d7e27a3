package dev.sluice.cli.progress;

import dev.sluice.cli.output.Figures;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.StreamReport;
import java.time.Duration;

/** Events in words. */
final class EventText {
    private EventText() {}

    /** How a stream ended; errors are told once, by the command. */
    static String of(StreamReport report) {
        Duration duration = Duration.ofMillis(report.durationMillis());
        return switch (report.status()) {
            case SUCCEEDED ->
                Figures.count(report.rows().written(), "row") + ", " + Figures.bytes(report.bytes())
                        + " in " + Figures.duration(duration) + " ("
                        + Figures.rate(report.rows().written(), duration) + ")"
                        + (report.destination().equals(report.name()) ? "" : ", written to " + report.destination());
            case FAILED -> "failed after " + Figures.count(report.rows().read(), "row");
            case CANCELLED -> "cancelled after " + Figures.count(report.rows().read(), "row");
            case SKIPPED -> "not begun";
        };
    }

    static String of(RunEvent.Retry retry) {
        return retry.stream() + " (" + retry.split() + "): attempt " + retry.attempt() + " failed: " + retry.reason()
                + "; trying again in " + Figures.duration(retry.pause());
    }
}
