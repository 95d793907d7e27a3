package dev.sluice.cli;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JVM watches when it makes the archive that later starts are quick with: commands as users run them, over a small
 * file of its own making. Started by the launcher, never by users.
 */
public final class StartUpTraining {
    private static final int ROWS = 200_000;

    private StartUpTraining() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("sluice-training");
        try {
            writeRows(folder.resolve("rows.csv"));
            CommandRunner commands = new CommandRunner(console(folder));
            for (List<String> command : commands()) {
                commands.run(command.toArray(String[]::new));
            }
        } finally {
            delete(folder);
        }
    }

    private static List<List<String>> commands() {
        return List.of(
                List.of("--help"),
                List.of("connectors"),
                List.of("preview", "rows.csv"),
                List.of("copy", "rows.csv", "rows.parquet"),
                List.of("copy", "rows.parquet", "again.csv"),
                List.of("copy", "rows.csv", "rows.jsonl"),
                List.of("copy", "rows.jsonl", "again.parquet"),
                List.of("copy", "rows.csv", "sqlite:rows.db"),
                List.of("discover", "rows.db"));
    }

    private static void writeRows(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,name,price,day,at,flag,note\n");
            for (int row = 0; row < ROWS; row++) {
                out.write(row + ",name " + row % 1000 + "," + row % 9973 + "." + (10 + row % 90) + ",2024-0"
                        + (1 + row % 9) + "-1" + row % 10 + ",2024-05-06 07:08:" + (10 + row % 50) + ","
                        + (row % 2 == 0) + "," + (row % 7 == 0 ? "" : "a longer text for row " + row) + "\n");
            }
        }
    }

    private static Console console(Path folder) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Console(
                nowhere,
                nowhere,
                Terminal.none(),
                Map.of("SLUICE_STATE_DIR", folder.resolve("state").toString())::get,
                folder,
                Optional.empty(),
                new Redaction());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
