package dev.sluice.engine.run;

import dev.sluice.engine.ProgramVersion;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.verify.Verification;
import dev.sluice.spi.Capability;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When a run may go on from what another one of the same stream had staged. */
final class Resuming {
    private Resuming() {}

    /**
     * Stands for the rows of each split as they arrive at the destination: as long as it is the same, so are they. Empty
     * where nothing may be taken over, since the source's rows may be others by then, or since more is to be known of each
     * row than where it is: for a verification, for the next run, or for a file of bad ones.
     */
    static String fingerprint(RunPlan plan, StreamPlan stream, ReadRequest read, SplitPlan splits, StreamSync sync) {
        boolean possible = plan.resumes()
                && plan.destination().spec().can(Capability.RESUME)
                && plan.verification() != Verification.FULL
                && stream.badRows().onError() == OnError.FAIL
                && !sync.remembers()
                && !splits.fingerprint().isEmpty();
        if (!possible) {
            return "";
        }
        return hash(
                ProgramVersion.number(),
                plan.source().spec().type(),
                splits.fingerprint(),
                splits.splits().size(),
                read.increment(),
                sync.previousState(),
                stream.mapping());
    }

    private static String hash(Object... values) {
        String text = Stream.of(values).map(String::valueOf).collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
