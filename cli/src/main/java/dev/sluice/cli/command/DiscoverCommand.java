package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Json;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.plan.Discovery;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.data.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice discover}. */
@Command(
        name = "discover",
        description = "List a source's streams with their columns, types and keys.",
        footer = {
            "",
            "Examples:",
            "  sluice discover sqlite:shop.db",
            "  sluice discover 'sqlite:shop.db#orders'",
            "  sluice discover sqlite:shop.db 'order*' --json"
        })
final class DiscoverCommand implements Callable<Integer> {
    private static final int WIDEST_CELL = 60;

    private final Console console;

    @Parameters(
            paramLabel = "CONNECTION",
            index = "0",
            description = "A URI, path, connection file or name from connections.yaml.")
    private String connection;

    @Parameters(paramLabel = "STREAM", index = "1", arity = "0..1", description = "A name or glob: only these streams.")
    private String pattern;

    @Option(names = "--json", description = "Print the streams as JSON.")
    private boolean json;

    DiscoverCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Session.Source source = new Session(console).source(connection);
        ConnectionConfig connected = source.reference().connection();
        String wanted = pattern != null ? pattern : source.reference().stream();
        List<CatalogStream> streams =
                Discovery.of(source.connector(), connected, List.of(wanted)).streams();
        List<CatalogStream> chosen = wanted.isEmpty() ? streams : StreamChoice.matching(streams, wanted);
        if (json) {
            console.out()
                    .println(Json.indented(Map.of(
                            "streams",
                            chosen.stream().map(DiscoverCommand::asMap).toList())));
        } else {
            chosen.forEach(this::print);
            console.note(Figures.count(chosen.size(), "stream"));
        }
        return 0;
    }

    private void print(CatalogStream stream) {
        List<String> facts = new ArrayList<>();
        facts.add(stream.kind().name().toLowerCase(Locale.ROOT));
        facts.add(Figures.count(stream.schema().size(), "column"));
        if (stream.estimatedRows() >= 0) {
            facts.add("about " + Figures.count(stream.estimatedRows(), "row"));
        }
        console.result(stream.name() + "  (" + String.join(", ", facts) + ")");
        Table table = new Table(true, WIDEST_CELL)
                .column("column")
                .column("type")
                .column("null")
                .column("key")
                .column("source type");
        for (Field field : stream.schema().fields()) {
            int key = stream.schema().primaryKey().indexOf(field.name());
            table.row(
                    field.name(),
                    field.type().toString(),
                    field.nullable() ? "yes" : "no",
                    key < 0 ? "" : "primary" + (stream.schema().primaryKey().size() > 1 ? " " + (key + 1) : ""),
                    field.nativeType());
        }
        table.print(console.out(), "  ");
        console.out().println();
    }

    private static Map<String, Object> asMap(CatalogStream stream) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", stream.name().toString());
        map.put("kind", stream.kind().name().toLowerCase(Locale.ROOT));
        map.put("estimated_rows", stream.estimatedRows() < 0 ? null : stream.estimatedRows());
        map.put("comment", stream.comment());
        map.put("primary_key", stream.schema().primaryKey());
        map.put(
                "columns",
                stream.schema().fields().stream().map(DiscoverCommand::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(Field field) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", field.name());
        map.put("type", field.type().toString());
        map.put("nullable", field.nullable());
        map.put("source_type", field.nativeType());
        map.put("comment", field.comment());
        return map;
    }
}
