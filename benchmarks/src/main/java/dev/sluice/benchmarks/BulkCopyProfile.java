package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the threads of a load into SQL Server did, by a flight recording of the run: {@code BulkCopyProfile FILE}. Time that
 * the writers spend waiting for batches, or in the code that gives the driver its rows, is the reader side's; the rest is the
 * driver's and the server's.
 */
public final class BulkCopyProfile {
    private static final String FEED = "dev.sluice.connectors.mssql.bulk.BatchRows";
    private static final String CHANNEL = "dev.sluice.engine.run.Channel";

    private final Map<String, Duration> waits = new TreeMap<>();
    private final Map<String, Integer> samples = new TreeMap<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    private BulkCopyProfile() {
        // what must be seen even where it never happened
        waits.put("writers: for batches", Duration.ZERO);
    }

    public static void main(String[] arguments) throws IOException {
        BulkCopyProfile profile = new BulkCopyProfile();
        try (RecordingFile recording = new RecordingFile(Path.of(arguments[0]))) {
            while (recording.hasMoreEvents()) {
                profile.add(recording.readEvent());
            }
        }
        profile.print();
    }

    private void add(RecordedEvent event) {
        String name = event.getEventType().getName();
        boolean sample = name.equals("jdk.ExecutionSample");
        String thread = threadName(event, sample ? "sampledThread" : "eventThread");
        boolean writer = thread.startsWith("write-");
        if (!writer && !thread.startsWith("read-")) {
            return;
        }
        String side = writer ? "writers: " : "readers: ";
        if (sample) {
            String where = !writer ? "reading the file" : has(event, FEED) ? "feeding the driver" : "the driver";
            samples.merge(side + where, 1, Integer::sum);
        } else {
            String wait = switch (name) {
                case "jdk.ThreadPark" -> has(event, CHANNEL) ? (writer ? "for batches" : "for writers") : "";
                case "jdk.SocketWrite" -> "for the server to take rows";
                case "jdk.SocketRead" -> "for the server's answers";
                default -> "";
            };
            if (wait.isEmpty()) {
                return;
            }
            waits.merge(side + wait, event.getDuration(), Duration::plus);
        }
        first = event.getStartTime().isBefore(first) ? event.getStartTime() : first;
        last = event.getEndTime().isAfter(last) ? event.getEndTime() : last;
    }

    private static String threadName(RecordedEvent event, String field) {
        boolean known = event.hasField(field) && event.getThread(field) != null;
        String name = known ? event.getThread(field).getJavaName() : null;
        return name == null ? "" : name;
    }

    private static boolean has(RecordedEvent event, String prefix) {
        List<RecordedFrame> frames = event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames();
        return frames.stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(prefix));
    }

    private void print() {
        List<String> lines = new ArrayList<>();
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        samples.forEach((who, count) -> lines.add(String.format(
                Locale.ROOT, "%-42s %6d samples  %5.1f %%", who + ", running", count, 100.0 * count / all)));
        waits.forEach((who, time) -> lines.add(
                String.format(Locale.ROOT, "%-42s %6.2f s", who.replace(": ", ": waiting "), time.toNanos() / 1e9)));
        System.out.printf(
                Locale.ROOT,
                "%.2f s from the first event to the last%n",
                Duration.between(first, last).toNanos() / 1e9);
        lines.forEach(System.out::println);
    }
}
