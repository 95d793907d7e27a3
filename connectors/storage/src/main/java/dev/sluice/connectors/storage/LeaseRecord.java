package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.LeaseHolder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the file of a lease says. When it was written last, only the storage says: no machine's clock counts.
 *
 * @param holder who writes
 * @param since when the run took the lease; null until it has renewed it, as only then it can know
 * @param length how long the lease lasts from when the file was written
 * @param renewals how often it was renewed, so that no two contents of a run's are the same
 */
record LeaseRecord(String runId, LeaseHolder holder, Instant since, Duration length, long renewals) {
    /** Of a lease that is just being taken. */
    static LeaseRecord taken(String runId, LeaseHolder holder, Duration length) {
        return new LeaseRecord(runId, holder, null, length, 0);
    }

    /**
     * @param modified when the file of this one was written
     */
    LeaseRecord renewed(Instant modified) {
        return new LeaseRecord(runId, holder, since(modified), length, renewals + 1);
    }

    Instant since(Instant modified) {
        return since == null ? modified : since;
    }

    /**
     * @throws RuntimeException where the content isn't a lease's
     */
    static LeaseRecord parse(byte[] content) {
        Map<String, Object> json = Manifest.map(JsonTree.parse(content));
        String since = (String) json.get("since");
        return new LeaseRecord(
                Objects.requireNonNull((String) json.get("run_id")),
                new LeaseHolder(Objects.requireNonNull((String) json.get("workspace")), Objects.requireNonNull((String)
                        json.get("holder"))),
                since.isEmpty() ? null : Instant.parse(since),
                Duration.ofMillis((Long) json.get("length_ms")),
                (Long) json.get("renewals"));
    }

    byte[] content() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", runId);
        json.put("workspace", holder.workspace());
        json.put("holder", holder.description());
        json.put("since", since == null ? "" : since.toString());
        json.put("length_ms", length.toMillis());
        json.put("renewals", renewals);
        return JsonTree.write(json);
    }
}
