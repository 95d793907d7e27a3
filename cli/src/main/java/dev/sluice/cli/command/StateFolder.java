package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.engine.history.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Decides where locks and history are kept. */
final class StateFolder {
    private StateFolder() {}

    /** Of a pipeline: where the user says, or {@code .sluice} beside its file. */
    static Workspace ofPipeline(Console console, Optional<Path> flag, Path home) {
        return new Workspace(chosen(console, flag).orElse(home.resolve(".sluice")));
    }

    /** Of a copy, which shall leave nothing in the working folder: where the user says, or among the user's own files. */
    static Workspace ofCopy(Console console, Optional<Path> flag) {
        return new Workspace(chosen(console, flag).orElseGet(() -> ofUser(console)));
    }

    private static Optional<Path> chosen(Console console, Optional<Path> flag) {
        return flag.or(() -> Optional.ofNullable(console.environment().apply("SLUICE_STATE_DIR"))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of))
                .map(console.folder()::resolve);
    }

    private static Path ofUser(Console console) {
        String state = console.environment().apply("XDG_STATE_HOME");
        Path folder = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state", "sluice")
                : Path.of(state, "sluice");
        return isUsable(folder)
                ? folder
                : Path.of(System.getProperty("java.io.tmpdir"), "sluice-" + System.getProperty("user.name"));
    }

    private static boolean isUsable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }
}
