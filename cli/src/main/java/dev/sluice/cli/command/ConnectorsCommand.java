package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.describe.ConnectionSchema;
import dev.sluice.cli.describe.ConnectorExample;
import dev.sluice.cli.describe.OptionTable;
import dev.sluice.cli.output.Json;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice connectors}. */
@Command(
        name = "connectors",
        description = "List the connectors, or describe one: options, capabilities, an example.",
        footer = {
            "",
            "Examples:",
            "  sluice connectors",
            "  sluice connectors postgresql",
            "  sluice connectors postgresql --json   a JSON Schema of its connections"
        })
final class ConnectorsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TYPE", arity = "0..1", description = "The connector to describe.")
    private String type;

    @Option(names = "--json", description = "Print JSON: the list, or the JSON Schema of a type's connections.")
    private boolean json;

    ConnectorsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ConnectorRegistry registry = new Session(console).registry();
        if (type == null) {
            list(registry);
            return 0;
        }
        if (!registry.types().contains(type)) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, registry.unknownType(type, true));
        }
        Optional<ConnectorSpec> source = registry.spec(type, true);
        Optional<ConnectorSpec> destination = registry.spec(type, false);
        if (json) {
            console.out().println(Json.indented(ConnectionSchema.of(type, source, destination)));
        } else {
            describe(source, destination);
        }
        return 0;
    }

    private void list(ConnectorRegistry registry) {
        if (json) {
            console.out()
                    .println(Json.indented(registry.types().stream()
                            .map(name -> asMap(registry, name))
                            .toList()));
            return;
        }
        Table table = new Table(true, 100)
                .column("type")
                .column("source")
                .column("destination")
                .column("summary");
        for (String name : registry.types()) {
            Optional<ConnectorSpec> source = registry.spec(name, true);
            Optional<ConnectorSpec> destination = registry.spec(name, false);
            table.row(
                    name,
                    source.isPresent() ? "yes" : "no",
                    destination.isPresent() ? "yes" : "no",
                    source.or(() -> destination).orElseThrow().summary());
        }
        table.print(console.out(), "");
        console.out().println();
        console.out().println("sluice connectors TYPE describes one of them");
    }

    private void describe(Optional<ConnectorSpec> source, Optional<ConnectorSpec> destination) {
        ConnectorSpec any = source.or(() -> destination).orElseThrow();
        console.out().println(any.type() + ": " + any.summary());
        if (!any.uri().schemes().isEmpty()) {
            console.out()
                    .println("as a URI: "
                            + any.uri().schemes().stream()
                                    .map(scheme -> scheme + ":…")
                                    .collect(Collectors.joining(", ")));
        }
        source.ifPresent(spec -> describe(spec, true));
        destination.ifPresent(spec -> describe(spec, false));
    }

    private void describe(ConnectorSpec spec, boolean asSource) {
        console.out().println();
        console.out().println(asSource ? "AS A SOURCE" : "AS A DESTINATION");
        console.out().println("can: " + (spec.capabilities().isEmpty() ? "-" : String.join(", ", capabilities(spec))));
        console.out().println();
        OptionTable.table(spec).print(console.out(), "  ");
        console.out().println();
        console.out().println("example: " + Json.line(ConnectorExample.connection(spec, asSource)));
    }

    private static List<String> capabilities(ConnectorSpec spec) {
        return spec.capabilities().stream()
                .sorted()
                .map(capability -> capability.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
    }

    private static Map<String, Object> asMap(ConnectorRegistry registry, String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<String> roles = new ArrayList<>();
        registry.spec(name, true).ifPresent(spec -> roles.add("source"));
        registry.spec(name, false).ifPresent(spec -> roles.add("destination"));
        map.put("type", name);
        map.put("roles", roles);
        Stream.of(true, false)
                .forEach(asSource -> registry.spec(name, asSource).ifPresent(spec -> {
                    map.put("summary", spec.summary());
                    map.put("schemes", spec.uri().schemes());
                    map.put((asSource ? "source" : "destination") + "_capabilities", capabilities(spec));
                }));
        return map;
    }
}
