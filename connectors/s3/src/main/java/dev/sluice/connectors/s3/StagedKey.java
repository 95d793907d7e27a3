package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Stager;
import dev.sluice.connectors.storage.Storage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that something is staged under, by which it can be told from what other programs upload to the same place: that
 * of a part, {@code part-00000-RUN-STREAM.csv}, or a hidden one, {@code .sluice-RUN-STREAM-ATTEMPT-NAME}, from which
 * the file of that name is made.
 *
 * @param stager who staged it
 * @param target the key of the file that it will be, or be a part of
 * @param hidden whether an object of this key is still staged
 */
record StagedKey(Stager stager, String target, boolean hidden) {
    private static final String STAGER = "([0-9A-Za-z]{26})-([0-9a-z]{10})";
    private static final Pattern HIDDEN =
            Pattern.compile(Pattern.quote(Storage.HIDDEN_PREFIX) + STAGER + "-[0-9A-Za-z]+-(.+)");
    private static final Pattern PART = Pattern.compile("part-.*-" + STAGER + "\\.[^/]+");

    /** Empty for a key that isn't one of ours. */
    static Optional<StagedKey> of(String key) {
        int slash = key.lastIndexOf('/');
        String name = key.substring(slash + 1);
        Matcher hidden = HIDDEN.matcher(name);
        if (hidden.matches()) {
            String target = key.substring(0, slash + 1) + hidden.group(3);
            return Optional.of(new StagedKey(stager(hidden), target, true));
        }
        Matcher part = PART.matcher(name);
        return part.matches() ? Optional.of(new StagedKey(stager(part), key, false)) : Optional.empty();
    }

    private static Stager stager(Matcher name) {
        return new Stager(name.group(1), name.group(2));
    }
}
