package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.Set;

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
        StandardOutput out = new StandardOutput();
        Console console = Console.ofProcess(out);
        LogLines.install(console);
        int exitCode = new CommandRunner(console).run(args);
        console.flush();
        System.exit(exitCode == 0 ? out.exitCode(console) : exitCode);
    }
}
