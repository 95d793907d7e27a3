package dev.sluice.cli;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    private static final String PIPELINE = """
        source: %s/rows.csv
        destination: {connector_type: local_file, config: {base_path: %s/out, format: parquet}}
        streams: ["*"]
        """;

    private static final String MERGE = """
        source: sqlite:%s/rows.db
        destination: sqlite:%s/merged.db
        streams:
          - {name: rows, destination: merged, sync_mode: incremental, cursor_field: id, write_mode: merge, primary_key: [id]}
        """;

    private static final String LOGIN =
            "?endpoint=http://127.0.0.1:%d&region=us-east-1&aws_access_key_id=training&aws_secret_access_key=no-secret";

    private StartUpTraining() {}

    /** A command and the exit code that it ends with. */
    private record Command(int exitCode, String... arguments) {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("sluice-training");
        StringWriter messages = new StringWriter();
        try (TrainingBucket bucket = new TrainingBucket()) {
            String login = LOGIN.formatted(bucket.port());
            writeRows(folder.resolve("rows.csv"));
            Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE.formatted(folder, folder));
            Files.writeString(folder.resolve("merge.yaml"), MERGE.formatted(folder, folder));
            CommandRunner commands = new CommandRunner(console(folder, messages));
            for (Command command : commands(folder + "/", login)) {
                int exitCode = commands.run(command.arguments());
                if (exitCode != command.exitCode()) {
                    // an archive without what should have run would be slow, and nobody would know why
                    throw new IllegalStateException(
                            String.join(" ", command.arguments()) + " ended with " + exitCode + ":\n" + messages);
                }
            }
            LibraryClasses.load();
            String libraries = System.getProperty("sluice.libraries", "");
            if (!libraries.isEmpty()) {
                NativeLibraries.unpackInto(Path.of(libraries));
            }
        } finally {
            delete(folder);
        }
    }

    /** Nothing listens at port 1: connecting fails at once, which loads most of a driver. */
    private static List<Command> commands(String in, String login) {
        return List.of(
                new Command(0, "--help"),
                new Command(0, "connectors"),
                new Command(0, "preview", in + "rows.csv"),
                new Command(0, "copy", in + "rows.csv", in + "rows.parquet"),
                new Command(0, "copy", in + "rows.parquet", in + "again.csv"),
                new Command(0, "copy", in + "rows.csv", in + "rows.csv.gz"),
                new Command(0, "copy", in + "rows.csv.gz", in + "zipped.parquet"),
                new Command(0, "copy", in + "rows.parquet", in + "rows.jsonl"),
                new Command(0, "copy", in + "rows.jsonl", in + "lines.parquet"),
                new Command(0, "copy", in + "rows.parquet", in + "rows.json"),
                new Command(0, "copy", in + "rows.json", in + "array.parquet"),
                new Command(0, "copy", in + "rows.csv", "sqlite:" + in + "rows.db"),
                new Command(0, "discover", "sqlite:" + in + "rows.db"),
                new Command(0, "run", in + "merge.yaml"),
                new Command(0, "run", in + "merge.yaml"),
                new Command(0, "plan", in + "pipeline.yaml"),
                new Command(0, "run", in + "pipeline.yaml", "--report", in + "report.json"),
                new Command(3, "check", "postgresql://nobody:nothing@127.0.0.1:1/none"),
                new Command(3, "check", "mysql://nobody:nothing@127.0.0.1:1/none"),
                new Command(0, "copy", in + "rows.csv", "s3://training/rows.csv" + login),
                new Command(0, "copy", "s3://training/rows.csv" + login, "s3://training/rows.parquet" + login),
                new Command(0, "copy", "s3://training/rows.parquet" + login, "s3://training/again.csv" + login));
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

    private static Console console(Path folder, Writer messages) {
        return new Console(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(messages),
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
