package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables a run stages into, beside the target. Their names start with what pipeline, stream and target hash to, so
 * that a later run of the same recognizes what a crashed one left.
 *
 * @param table where the rows go
 * @param keys where the keys go that the source has
 * @param ledger which splits' rows are in it
 */
public record Staging(StreamName table, StreamName keys, StreamName ledger) {
    /** Every table of ours starts so; sources don't list them. */
    public static final String RESERVED_PREFIX = "_sluice_";

    /** In a merge, the staged rows' column that tells which came first. */
    public static final String ORDER = RESERVED_PREFIX + "order";

    /** Where rows are looked for that the target refuses, the staged rows' column that numbers them. */
    public static final String NUMBER = RESERVED_PREFIX + "row";

    private static final String LEDGER_SUFFIX = "_l";
    private static final int HASH_DIGITS = 12;
    private static final int RUN_DIGITS = 10;

    /** The handle's property with the table's name, where a run goes on in the table of another. */
    private static final String TAKEN_OVER = "staging";

    /** The tables of a run that begins anew. */
    public static Staging of(WriteRequest request) {
        String run = request.runId().toLowerCase(Locale.ROOT);
        return named(
                request.target().namespace(), prefix(request) + run.substring(Math.max(0, run.length() - RUN_DIGITS)));
    }

    /** The tables of a run that has begun. */
    static Staging of(WriteRequest request, WriteHandle handle) {
        String takenOver = handle.properties().get(TAKEN_OVER);
        return takenOver == null ? of(request) : named(request.target().namespace(), takenOver);
    }

    /** To be put among the properties of the handle of a run that goes on in these tables. */
    Map<String, String> asProperties() {
        return Map.of(TAKEN_OVER, table.name());
    }

    private static Staging named(String namespace, String table) {
        return new Staging(
                new StreamName(namespace, table),
                new StreamName(namespace, table + "_k"),
                new StreamName(namespace, table + LEDGER_SUFFIX));
    }

    /** The tables that belong to a ledger, or nothing where the name isn't a ledger's. */
    static Optional<Staging> ofLedger(StreamName name) {
        String table = name.name();
        return table.endsWith(LEDGER_SUFFIX)
                ? Optional.of(named(name.namespace(), table.substring(0, table.length() - LEDGER_SUFFIX.length())))
                : Optional.empty();
    }

    /** Where a dialect may put the old table until it is dropped. */
    public static StreamName retired(StreamName staging) {
        return new StreamName(staging.namespace(), staging.name() + "_o");
    }

    /** The table of the lease on a pipeline, stream and target. */
    static StreamName lease(WriteRequest request) {
        return new StreamName(request.target().namespace(), prefix(request) + "lock");
    }

    /** What the names of all runs of this pipeline, stream and target start with. */
    public static String prefix(WriteRequest request) {
        String identity = hash(
                request.pipeline(),
                request.stream().namespace(),
                request.stream().name(),
                request.target().namespace(),
                request.target().name());
        return RESERVED_PREFIX + identity.substring(0, HASH_DIGITS) + "_";
    }

    /** What stands for the texts of some values, in hexadecimal digits. */
    static String hash(Object... values) {
        String text = Stream.of(values).map(String::valueOf).collect(Collectors.joining("\0"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
