package dev.sluice.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Programs that run to their end. */
public final class Programs {
    private Programs() {}

    /** Runs a program in a folder, without input; what it printed is in the message if it fails. */
    public static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        run(folder, command, Path.of("/dev/null"));
    }

    /** Runs a program in a folder, with a file as its input. */
    public static void run(Path folder, List<String> command, Path input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(command.getFirst() + " ended with " + exit + ": " + output.strip());
        }
    }
}
