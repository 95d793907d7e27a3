package dev.sluice.engine.hooks;

import dev.sluice.engine.run.ReportWriter;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Tells a pipeline's hooks that a run has ended. A hook that fails changes nothing about the run. */
public final class HookCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunHooks hooks;
    private final Path folder;
    private final UnaryOperator<String> redaction;
    private final Duration patience;

    /**
     * @param folder what commands run in
     * @param redaction takes secrets out of a report
     */
    public HookCalls(RunHooks hooks, Path folder, UnaryOperator<String> redaction) {
        this(hooks, folder, redaction, PATIENCE);
    }

    HookCalls(RunHooks hooks, Path folder, UnaryOperator<String> redaction, Duration patience) {
        this.hooks = hooks;
        this.folder = folder;
        this.redaction = redaction;
        this.patience = patience;
    }

    /** Calls those that go with how the run ended; says what went wrong. */
    public List<String> ended(RunReport report) {
        List<RunHook> called = report.status() == Status.SUCCEEDED ? hooks.onSuccess() : hooks.onFailure();
        if (called.isEmpty()) {
            return List.of();
        }
        byte[] json = redaction.apply(ReportWriter.toJson(report)).getBytes(StandardCharsets.UTF_8);
        List<String> failures = new ArrayList<>();
        for (RunHook hook : called) {
            call(hook, report, json).ifPresent(problem -> failures.add("the " + hook + " " + problem));
        }
        return failures;
    }

    private Optional<String> call(RunHook hook, RunReport report, byte[] json) {
        try {
            return switch (hook) {
                case RunHook.Webhook webhook -> post(webhook, json);
                case RunHook.Command command -> run(command, report, json);
            };
        } catch (ConnectException e) {
            // the JDK's has no message
            return Optional.of("could not be called: the host is not known, or nothing answers there");
        } catch (IOException e) {
            return Optional.of("could not be called: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not waited for: the run was cancelled");
        }
    }

    private Optional<String> post(RunHook.Webhook webhook, byte[] json) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(patience).build()) {
            HttpRequest request = HttpRequest.newBuilder(webhook.address())
                    .timeout(patience)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            // the time limit is for the answer's head: its body may never end
            response.body().close();
            int status = response.statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("answered with status " + status);
        }
    }

    private Optional<String> run(RunHook.Command command, RunReport report, byte[] json)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SLUICE_PIPELINE", report.pipeline());
        builder.environment().put("SLUICE_RUN_ID", report.runId());
        builder.environment().put("SLUICE_STATUS", report.status().name().toLowerCase(Locale.ROOT));
        Process process = builder.start();
        Thread.ofPlatform().name("hook").daemon().start(() -> give(process, json));
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return Optional.of("took longer than " + patience.toSeconds() + " s and was ended");
        }
        return process.exitValue() == 0 ? Optional.empty() : Optional.of("ended with exit code " + process.exitValue());
    }

    /** A pipe takes so much only until somebody reads it. */
    private static void give(Process process, byte[] json) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(json);
        } catch (IOException e) {
            // it needn't read its input
        }
    }
}
