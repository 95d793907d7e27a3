package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.history.PipelineLock;
import dev.sluice.engine.history.Workspace;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a process of its own. */
class ProcessTest {
    @TempDir
    Path folder;

    private Process start(String... args) throws IOException {
        return builder(args).start();
    }

    private ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("SLUICE_STATE_DIR", folder.resolve("state").toString());
        return builder;
    }

    private static String text(java.io.InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theVersionIsTheBuilds() throws Exception {
        Process process = start("--version");
        assertThat(text(process.getInputStream())).matches("sluice \\d+\\.\\d+\\.\\S+ \\(Java \\d+\\)\\R");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void misuseGoesToStderrAndIsExitCodeTwo() throws Exception {
        Process process = start("conectors");
        assertThat(text(process.getInputStream())).isEmpty();
        assertThat(text(process.getErrorStream())).contains("did you mean 'connectors'?");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aResultThatCannotBeWrittenIsNoSuccess() throws Exception {
        writeRows(folder.resolve("rows.jsonl"), 10);
        ProcessBuilder builder = builder("discover", "rows.jsonl");
        Process full = builder.redirectOutput(new File("/dev/full")).start();
        assertThat(text(full.getErrorStream())).contains("the result can't be written to stdout (No space left");
        assertThat(full.waitFor()).isEqualTo(1);

        Process closed = builder.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        closed.getInputStream().close();
        assertThat(text(closed.getErrorStream())).doesNotContain("sluice:");
        assertThat(closed.waitFor()).isEqualTo(141);
    }

    @Test
    void rowsAreCopiedToStandardOutput() throws Exception {
        writeRows(folder.resolve("rows.jsonl"), 2);
        Process process = start("copy", "rows.jsonl", "-", "--format", "csv", "--progress", "none");
        assertThat(text(process.getInputStream()))
                .isEqualTo("id,name\n0,a name of some length 0\n1,a name of some length 1\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aCopyKeepsOutTheSameOneOfTheSameFolderOnly() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        writeRows(folder.resolve("rows.jsonl"), 2);
        writeRows(other.resolve("rows.jsonl"), 2);
        String name = "copy rows.jsonl to target.jsonl in " + folder.toRealPath();
        try (PipelineLock going = new Workspace(folder.resolve("state")).lock(name)) {
            Process same = start("copy", "rows.jsonl", "target.jsonl");
            assertThat(text(same.getErrorStream())).contains("another run of '" + name + "' is going on");
            assertThat(same.waitFor()).isEqualTo(1);

            Process elsewhere = builder("copy", "rows.jsonl", "target.jsonl")
                    .directory(other.toFile())
                    .start();
            assertThat(text(elsewhere.getErrorStream())).doesNotContain("another run");
            assertThat(elsewhere.waitFor()).isZero();
            assertThat(going).isNotNull();
        }
        assertThat(other.resolve("target.jsonl")).exists();
        assertThat(folder.resolve("target.jsonl")).doesNotExist();
    }

    @Test
    void aTerminatedRunPublishesNothing() throws Exception {
        writeRows(folder.resolve("rows.jsonl"), 2_000_000);
        Process process = start("copy", "rows.jsonl", "target.jsonl", "--progress", "json");
        awaitStart(process);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("target.jsonl")).doesNotExist();
    }

    @Test
    void aRunThatIsTerminatedWhileAFileIsBeingSplitIsReportedAsCancelled() throws Exception {
        writeCsv(folder.resolve("rows.csv"), 4_000_000);
        Process process = start("copy", "rows.csv", "target.jsonl", "--progress", "json", "--report", "report.json");
        awaitStart(process);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("report.json"))
                .content()
                .contains("\"status\" : \"cancelled\"", "\"error\" : \"rows: cancelled\"")
                .doesNotContain("failed");
    }

    @Test
    void aRunWhoseEndCannotBeNotedHasEndedAsItHas() throws Exception {
        writeRows(folder.resolve("rows.jsonl"), 1_000_000);
        Files.writeString(folder.resolve("p.yaml"), """
            source: rows.jsonl
            destination: target.jsonl
            hooks: {on_success: [{command: [touch, succeeded]}], on_failure: [{command: [touch, failed]}]}
            """);
        Process process = start("run", "p.yaml", "--progress", "json", "--report", "report.json");
        awaitStart(process);
        Path history = folder.resolve("state/history.db");
        Files.delete(history);
        Files.createDirectory(history);

        assertThat(text(process.getErrorStream())).contains("sluice: warning: the run history can't be written");
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("report.json"))
                .content()
                .contains("\"status\" : \"succeeded\"", "\"rows_written\" : 1000000");
        assertThat(folder.resolve("succeeded")).exists();
        assertThat(folder.resolve("failed")).doesNotExist();
    }

    @Test
    void aLocaleWithOtherDigitsIsOfNoConcern() throws Exception {
        writeRows(folder.resolve("rows.jsonl"), 2);
        ProcessBuilder builder = builder("copy", "rows.jsonl", "out", "--format", "csv");
        builder.command().addAll(1, List.of("-Duser.language=ar", "-Duser.country=EG"));
        assertThat(builder.start().waitFor()).isZero();
        assertThat(folder.resolve("out/rows/part-00000.csv")).exists();
    }

    @Test
    void aNameThatTheLocaleHasNoCharactersForIsMisuseAndNoBug() throws Exception {
        ProcessBuilder builder = builder("preview", "żółć.csv");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        assertThat(text(process.getErrorStream()))
                .contains("is no path", "set LC_ALL to")
                .doesNotContain("bug");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    private static void awaitStart(Process process) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf("stream_started") < 0) {
            int next = process.getErrorStream().read();
            assertThat(next).as("end of output after: %s", seen).isNotNegative();
            seen.append((char) next);
        }
    }

    private static void writeCsv(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,name\n");
            for (int row = 0; row < rows; row++) {
                out.write(row + ",\"a name of some length " + row + "\"\n");
            }
        }
    }

    private static void writeRows(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int row = 0; row < rows; row++) {
                out.write("{\"id\":" + row + ",\"name\":\"a name of some length " + row + "\"}\n");
            }
        }
    }
}
