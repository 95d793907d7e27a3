package dev.sluice.connectors.storage;

import dev.sluice.spi.WriteRequest;
import java.util.Locale;

/**
 * Who stages files: a run, and the stream of a pipeline whose lease keeps other runs of it away. Both are in the names of
 * what is staged, so that what a dead run left can be told from what the live run of another pipeline, or of one that is
 * called alike and moves another stream, is writing to the same place.
 *
 * @param runId letters and digits
 * @param stream stands for the pipeline's and the stream's name: {@value #TAG_LENGTH} small letters and digits
 */
public record Stager(String runId, String stream) {
    static final int TAG_LENGTH = 10;

    public static Stager of(WriteRequest request) {
        long hash = Digests.first64(request.pipeline() + "\0" + request.stream());
        String tag = Long.toUnsignedString(hash, Character.MAX_RADIX);
        return new Stager(
                request.runId(),
                String.format(Locale.ROOT, "%13s", tag).replace(' ', '0').substring(13 - TAG_LENGTH));
    }

    /** As it stands in names. */
    public String inName() {
        return runId + "-" + stream;
    }
}
