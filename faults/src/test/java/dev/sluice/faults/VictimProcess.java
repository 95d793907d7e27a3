package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A started {@link Victim}, ready to run. */
final class VictimProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> said = new ArrayList<>();
    private final Thread reader;

    private VictimProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts one; it isn't ready at once. */
    static VictimProcess start(Path pipeline, StartUp startUp) throws IOException {
        List<String> command = startUp.command();
        command.add(Victim.class.getName());
        command.add(pipeline.toString());
        return new VictimProcess(new ProcessBuilder(command)
                .directory(pipeline.getParent().toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(errorsFile(pipeline).toFile()))
                .start());
    }

    private static Path errorsFile(Path pipeline) {
        return pipeline.resolveSibling("victim.err");
    }

    /** What victims of a pipeline wrote to stderr. */
    static String errors(Path pipeline) throws IOException {
        return Files.exists(errorsFile(pipeline)) ? Files.readString(errorsFile(pipeline)) : "";
    }

    private void read() {
        try (BufferedReader in = process.inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // killed: what it had said is known
            lines.add("");
        }
    }

    /** Waits until it is ready and lets it run. */
    void go() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a victim gets ready").isEqualTo(Victim.READY);
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has said that within the time; what it said before is kept. */
    boolean says(String begin, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!hasSaid(begin)) {
            String line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                return false;
            }
            said.add(line);
        }
        return true;
    }

    /** Whether it has got to its end within the time. */
    boolean ends(long nanos) throws InterruptedException {
        boolean ended = says(Victim.ENDED, nanos);
        if (ended) {
            assertThat(said).as("a run without faults").contains(Victim.ENDED + "SUCCEEDED");
        }
        return ended;
    }

    boolean hasSaid(String begin) {
        return said.stream().anyMatch(line -> line.startsWith(begin));
    }

    /** SIGKILL. Whether it was before the end of the run. */
    boolean kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
        lines.drainTo(said);
        return !hasSaid(Victim.ENDED);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
