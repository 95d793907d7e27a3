package dev.sluice.faults;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.RunReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process that is killed: it gets ready, waits for a line of input, runs the pipeline file that its argument names, and
 * says how far it is.
 */
public final class Victim {
    static final String READY = "ready";
    static final String PUBLISHING = "publishing";
    static final String ENDED = "ended ";

    private Victim() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        Pipeline pipeline = Runs.read(Path.of(args[0]));
        out.println(READY);
        if (new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine() == null) {
            Runtime.getRuntime().halt(0);
        }
        RunReport report = Runs.run(pipeline, event -> {
            if (event instanceof RunEvent.Publishing) {
                out.println(PUBLISHING);
            }
        });
        out.println(ENDED + report.status() + (report.failure() == null ? "" : " " + report.failure()));
        Runtime.getRuntime().halt(0);
    }
}
