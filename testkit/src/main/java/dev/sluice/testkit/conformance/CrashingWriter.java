package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.testkit.data.Batches;
import dev.sluice.testkit.oracle.OracleOverH2;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run in a process of its own that ends without any clean-up. Arguments: the destination's class, a folder with the
 * request in {@code request}, and where to halt. Leaves what it would commit in {@code commit}, and {@code
 * committing} once it does.
 */
final class CrashingWriter {
    static final int EXIT_CODE = 99;
    /** The rows that the run writes, in two splits. */
    static final int FIRST = 1000;

    static final int MIDDLE = 1600;
    static final int LAST = 2000;

    /** Where the process ends. */
    enum Point {
        AFTER_BEGIN,
        IN_WRITE,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** What the commit is called with. */
    record CommitCall(WriteHandle handle, Commit commit) implements Serializable {}

    private CrashingWriter() {}

    /** Starts one in a folder of its own; what it has to say of errors goes to {@code errors} there. */
    static Process start(DestinationConnector destination, WriteRequest request, Path folder, Point point)
            throws IOException {
        Files.deleteIfExists(folder.resolve("committing"));
        Files.write(folder.resolve("request"), Serialized.bytes(request));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-D" + OracleOverH2.TRUSTS_STATEMENTS + "=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        destination.getClass().getName(),
                        folder.toString(),
                        point.name())
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    /** Waits until the process has halted where it was to. */
    static void assertHalted(Process process, Path folder) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("errors")))
                .isEqualTo(EXIT_CODE);
    }

    public static void main(String[] arguments) throws Exception {
        DestinationConnector destination = (DestinationConnector)
                Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        Path folder = Path.of(arguments[1]);
        Point point = Point.valueOf(arguments[2]);
        WriteRequest request = Serialized.read(Files.readAllBytes(folder.resolve("request")));
        WriteHandle handle = destination.begin(request);
        haltAt(point, Point.AFTER_BEGIN);
        CommitToken first = destination.write(new WriteTask(request, handle, 0, 1), input(request, FIRST, MIDDLE));
        if (point == Point.IN_WRITE) {
            destination.write(new WriteTask(request, handle, 1, 1), new HaltingInput(request));
        }
        CommitToken second = destination.write(new WriteTask(request, handle, 1, 1), input(request, MIDDLE, LAST));
        Commit commit = new Commit(List.of(first, second), "");
        Files.write(folder.resolve("commit"), Serialized.bytes(new CommitCall(handle, commit)));
        haltAt(point, Point.BEFORE_COMMIT);
        Files.createFile(folder.resolve("committing"));
        destination.commit(request, handle, commit);
        haltAt(point, Point.AFTER_COMMIT);
    }

    private static void haltAt(Point chosen, Point here) {
        if (chosen == here) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static BatchInput input(WriteRequest request, int from, int to) {
        return ConnectorDriver.input(request.schema(), Batches.cast(Rows.numbered(from, to), request.schema()));
    }

    /** Gives some rows, and then the process is gone. */
    private record HaltingInput(WriteRequest request, List<RecordBatch> left) implements BatchInput {
        HaltingInput(WriteRequest request) {
            this(
                    request,
                    new java.util.ArrayList<>(List.of(
                            Batches.cast(Rows.numbered(MIDDLE, MIDDLE + 100), request.schema()),
                            Batches.cast(Rows.numbered(MIDDLE + 100, MIDDLE + 200), request.schema()))));
        }

        @Override
        public Schema schema() {
            return request.schema();
        }

        @Override
        public RecordBatch next() {
            if (left.isEmpty()) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
            return left.removeFirst();
        }
    }
}
