package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice state reset}. */
@Command(
        name = "reset",
        description = "Let the next run read everything again. Rows in the destination stay.",
        footer = {
            "",
            "A stream that appends will add every row once more; one that merges replaces them.",
            "",
            "Examples:",
            "  sluice state reset shop.yaml --stream public.orders",
            "  sluice state reset shop.yaml"
        })
final class StateResetCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private StateStreams streams;

    StateResetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        streams.forEach(console, (states, pipeline, stream) -> {
            states.reset(stream);
            console.result(stream.stream().name() + ": the next run begins from the start");
        });
        return 0;
    }
}
