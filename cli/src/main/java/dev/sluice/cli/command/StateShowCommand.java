package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Json;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.sync.PipelineStates;
import dev.sluice.engine.sync.StreamState;
import dev.sluice.spi.Position;
import dev.sluice.spi.StoredState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice state show}. */
@Command(
        name = "show",
        description = "Show how far each incremental stream is, as its destination knows it.",
        footer = {"", "Examples:", "  sluice state show shop.yaml", "  sluice state show shop.yaml --json"})
final class StateShowCommand implements Callable<Integer> {
    private static final int WIDEST_CELL = 60;

    private final Console console;

    @Mixin
    private StateStreams streams;

    @Option(names = "--json", description = "Print the states as JSON.")
    private boolean json;

    StateShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Map<String, Object>> states = new ArrayList<>();
        Table table = new Table(true, WIDEST_CELL)
                .column("stream")
                .column("destination")
                .column("cursor")
                .column("read up to")
                .column("committed (UTC)")
                .column("run id");
        streams.forEach(console, (kept, pipeline, stream) -> {
            Map<String, Object> state = describe(kept, pipeline, stream);
            states.add(state);
            table.row(
                    text(state, "stream"),
                    text(state, "destination"),
                    text(state, "cursor_field"),
                    state.get("cursor") == null ? text(state, "note") : text(state, "cursor"),
                    text(state, "committed_at"),
                    text(state, "run_id"));
        });
        if (json) {
            console.result(Json.indented(states));
        } else {
            table.lines().forEach(console::result);
        }
        return 0;
    }

    private static String text(Map<String, Object> state, String key) {
        return state.get(key) == null ? "" : state.get(key).toString();
    }

    private static Map<String, Object> describe(PipelineStates kept, Pipeline pipeline, StreamPlan stream) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pipeline", pipeline.name());
        map.put("stream", stream.stream().name().toString());
        map.put("destination", stream.target().toString());
        List<StoredState> all = kept.of(stream);
        Optional<StoredState> own =
                all.stream().filter(state -> kept.isOwn(stream, state)).findFirst();
        map.put("cursor_field", stream.increment().cursorName());
        if (own.isEmpty()) {
            map.put("cursor", null);
            map.put(
                    "note",
                    all.isEmpty()
                            ? "never run"
                            : "of pipeline " + all.getFirst().pipeline());
            return map;
        }
        Position position = StreamState.ofText(
                        own.get().state(), stream.stream().name().toString())
                .position();
        boolean byFiles = position != null && position.cursor().isEmpty();
        map.put("cursor", position == null || byFiles ? null : position.cursor());
        map.put("note", position == null ? "from the start" : byFiles ? "files" : "");
        map.put("run_id", own.get().runId());
        map.put("committed_at", own.get().committedAt());
        return map;
    }
}
