package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The {@code sluice} program. */
public final class Main {
    private static final Set<String> VERSION_FLAGS = Set.of("--version", "-V");

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && VERSION_FLAGS.contains(args[0])) {
            // Scripts ask for the version often: answered before anything else is loaded.
            PrintWriter out = new PrintWriter(System.out, true);
            out.println(VersionLine.text());
            return;
        }
        // What libraries have to say in passing is not for the terminal.
        Logger.getLogger("").setLevel(Level.WARNING);
        StandardOutput out = new StandardOutput();
        Console console = Console.ofProcess(out);
        int exitCode = new CommandRunner(console).run(args);
        console.flush();
        System.exit(exitCode == 0 ? out.exitCode(console) : exitCode);
    }
}
