package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice state set}. */
@Command(
        name = "set",
        description = "Let the next run begin at a cursor value, which is read again.",
        footer = {
            "",
            "Examples:",
            "  sluice state set shop.yaml --stream public.orders --cursor 2026-01-31T00:00:00Z",
            "  sluice state set shop.yaml --stream events --cursor 4711"
        })
final class StateSetCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private StateStreams streams;

    @Option(names = "--cursor", paramLabel = "VALUE", required = true, description = "A value of the cursor's column.")
    private String cursor;

    StateSetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        streams.forEach(console, (states, pipeline, stream) -> {
            states.set(stream, cursor);
            console.result(stream.stream().name() + ": the next run begins at "
                    + stream.increment().cursorName() + " " + cursor);
        });
        return 0;
    }
}
