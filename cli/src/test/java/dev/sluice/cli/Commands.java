package dev.sluice.cli;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs commands in this process, in a folder that holds what they keep too. */
final class Commands {
    private Commands() {}

    /** @return the exit code */
    static int run(Path folder, StringWriter out, StringWriter err, String... arguments) {
        return run(folder, Terminal.none(), out, err, arguments);
    }

    static int run(Path folder, Terminal terminal, StringWriter out, StringWriter err, String... arguments) {
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                Map.of("SLUICE_STATE_DIR", folder.resolve("state").toString())::get,
                folder,
                Optional.empty(),
                new Redaction());
        return new CommandRunner(console).run(arguments);
    }
}
