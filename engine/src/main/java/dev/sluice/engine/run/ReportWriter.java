package dev.sluice.engine.run;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Run reports as JSON, with the keys that {@code --report} promises. */
public final class ReportWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReportWriter() {}

    /** The report, indented. */
    public static String toJson(RunReport report) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(report));
    }

    private static ObjectNode node(RunReport report) {
        ObjectNode node = JSON.createObjectNode()
                .put("run_id", report.runId())
                .put("pipeline", report.pipeline())
                .put("status", word(report.status()))
                .put("started_at", report.startedAt().toString())
                .put("duration_ms", report.durationMillis())
                .put("peak_memory_bytes", report.peakMemoryBytes());
        if (report.failure() != null) {
            node.put("error", report.failure().getMessage());
        }
        ArrayNode streams = node.putArray("streams");
        report.streams().forEach(stream -> streams.add(node(stream)));
        return node;
    }

    private static ObjectNode node(StreamReport stream) {
        ObjectNode node = JSON.createObjectNode()
                .put("name", stream.name())
                .put("destination", stream.destination())
                .put("status", word(stream.status()))
                .put("sync_mode", "full_refresh")
                .put("write_mode", word(stream.writeMode()))
                .put("rows_read", stream.rowsRead())
                .put("rows_written", stream.rowsWritten())
                .put("rows_rejected", stream.rowsRejected())
                .put("bytes", stream.bytes())
                .put("duration_ms", stream.durationMillis())
                .putNull("cursor")
                .put("splits", stream.splits())
                .put("splits_skipped", 0);
        if (!stream.rejects().isEmpty()) {
            node.put("rejects", stream.rejects());
        }
        ArrayNode warnings = node.putArray("warnings");
        stream.warnings().forEach(warnings::add);
        node.put("verified", stream.verified().isEmpty() ? null : stream.verified());
        node.putNull("content_hash");
        if (!stream.error().isEmpty()) {
            node.put("error", stream.error());
        }
        return node;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
