package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Json;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice check}. */
@Command(
        name = "check",
        description = "Connect and log in, and say whether that went well. Reads and changes nothing.",
        footer = {
            "",
            "Examples:",
            "  sluice check 'postgresql://app:$${env:PGPASSWORD}@db/shop'",
            "  sluice check shop.yaml            both connections of a pipeline",
            "  sluice check --destination lake/  whether it can be written to"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "CONNECTION",
            arity = "1..*",
            description = "URIs, paths, connection files, names from connections.yaml, or pipeline files.")
    private List<String> connections;

    @Option(names = "--destination", description = "Check the connections as destinations rather than as sources.")
    private boolean destination;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    CheckCommand(Console console) {
        this.console = console;
    }

    private record Target(ConnectionConfig connection, boolean asSource) {}

    /** What came of one check; {@code failure} is null where it went well. */
    private record Result(Target target, Duration duration, ConnectorException failure) {}

    @Override
    public Integer call() {
        Session session = new Session(console);
        List<Result> results = new ArrayList<>();
        for (String written : connections) {
            for (Target target : targets(session, written)) {
                Result result = check(session, target);
                results.add(result);
                if (!json) {
                    console.result(line(result));
                    console.out().flush();
                }
            }
        }
        if (json) {
            console.result(
                    Json.indented(results.stream().map(CheckCommand::asMap).toList()));
        }
        return results.stream()
                .filter(result -> result.failure != null)
                .mapToInt(result -> result.failure.code().exitCode())
                .max()
                .orElse(0);
    }

    private List<Target> targets(Session session, String written) {
        if (isPipeline(written)) {
            List<Target> targets = new ArrayList<>();
            for (Pipeline pipeline : session.pipelines(written)) {
                targets.add(new Target(pipeline.source(), true));
                targets.add(new Target(pipeline.destination(), false));
            }
            return targets;
        }
        ConnectionConfig connection = session.connection(written, !destination).connection();
        return List.of(new Target(connection, !destination));
    }

    /** A YAML or JSON file is a pipeline unless it holds one connection. */
    private boolean isPipeline(String written) {
        Path file = console.folder().resolve(written);
        boolean named = written.endsWith(".yaml") || written.endsWith(".yml") || written.endsWith(".json");
        return named && Files.isRegularFile(file) && DocumentKind.of(file) == DocumentKind.PIPELINE;
    }

    private static Result check(Session session, Target target) {
        long start = System.nanoTime();
        ConnectorException failure = null;
        try {
            if (target.asSource) {
                session.registry()
                        .source(target.connection.type())
                        .orElseThrow()
                        .testConnection(options(target));
            } else {
                session.registry()
                        .destination(target.connection.type())
                        .orElseThrow()
                        .testConnection(options(target));
            }
        } catch (ConnectorException e) {
            failure = e;
        }
        return new Result(target, Duration.ofNanos(System.nanoTime() - start), failure);
    }

    private static Options options(Target target) {
        return target.connection.options();
    }

    private static String line(Result result) {
        String name = role(result.target) + " " + result.target.connection.label();
        return result.failure == null
                ? "ok      " + name + " (" + result.target.connection.type() + ", " + Figures.duration(result.duration)
                        + ")"
                : "failed  " + name + ": " + result.failure.getMessage();
    }

    private static String role(Target target) {
        return target.asSource ? "source" : "destination";
    }

    private static Map<String, Object> asMap(Result result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("connection", result.target.connection.label());
        map.put("connector_type", result.target.connection.type());
        map.put("role", role(result.target));
        map.put("ok", result.failure == null);
        map.put("duration_ms", result.duration.toMillis());
        if (result.failure != null) {
            ErrorCode code = result.failure.code();
            map.put("code", code.name());
            map.put("error", result.failure.getMessage());
        }
        return map;
    }
}
