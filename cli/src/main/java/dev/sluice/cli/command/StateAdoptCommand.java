package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.spi.StoredState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice state adopt}. */
@Command(
        name = "adopt",
        description = "Take over the state that the pipeline or stream had under its former name.",
        footer = {"", "Examples:", "  sluice state adopt shop.yaml", "  sluice state adopt shop.yaml --stream orders"})
final class StateAdoptCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private StateStreams streams;

    StateAdoptCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        streams.forEach(console, (states, pipeline, stream) -> {
            StoredState former = states.adopt(stream);
            console.result(stream.stream().name() + ": goes on where pipeline '" + former.pipeline() + "', stream '"
                    + former.stream() + "' ended");
        });
        return 0;
    }
}
