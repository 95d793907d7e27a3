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
                .put("sync_mode", stream.syncMode())
                .put("write_mode", word(stream.writeMode()))
                .put("rows_read", stream.rows().read())
                .put("rows_written", stream.rows().written())
                .put("rows_rejected", stream.rows().rejected())
                .put("rows_duplicate", stream.rows().duplicates())
                .put("rows_deleted", stream.rows().deleted())
                .put("bytes", stream.bytes())
                .put("duration_ms", stream.durationMillis())
                .put("cursor", stream.cursor().isEmpty() ? null : stream.cursor())
                .put("splits", stream.splits())
                .put("splits_skipped", stream.splitsSkipped());
        if (!stream.rejects().isEmpty()) {
            node.put("rejects", stream.rejects());
        }
        ArrayNode warnings = node.putArray("warnings");
        stream.warnings().forEach(warnings::add);
        node.put("verified", stream.verified().isEmpty() ? null : stream.verified());
        node.put("content_hash", stream.contentHash().isEmpty() ? null : stream.contentHash());
        if (!stream.error().isEmpty()) {
            node.put("error", stream.error());
        }
        return node;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
