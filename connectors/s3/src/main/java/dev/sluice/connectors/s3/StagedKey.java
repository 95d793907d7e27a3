package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Storage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that something is staged under, by which it can be told from what other programs upload to the same place: that
 * of a part, {@code part-00000-RUN.csv}, or a hidden one, {@code .sluice-RUN-ATTEMPT-NAME}, from which the file of that
 * name is made.
 *
 * @param runId the run that staged it
 * @param target the key of the file that it will be, or be a part of
 * @param hidden whether an object of this key is still staged
 */
record StagedKey(String runId, String target, boolean hidden) {
    private static final Pattern HIDDEN =
            Pattern.compile(Pattern.quote(Storage.HIDDEN_PREFIX) + "([0-9A-Za-z]{26})-([0-9A-Za-z]+)-(.+)");
    private static final Pattern PART = Pattern.compile("part-.*-([0-9A-Za-z]{26})\\.[^/]+");

    /** Empty for a key that isn't one of ours. */
    static Optional<StagedKey> of(String key) {
        int slash = key.lastIndexOf('/');
        String name = key.substring(slash + 1);
        Matcher hidden = HIDDEN.matcher(name);
        if (hidden.matches()) {
            String target = key.substring(0, slash + 1) + hidden.group(3);
            return Optional.of(new StagedKey(hidden.group(1), target, true));
        }
        Matcher part = PART.matcher(name);
        return part.matches() ? Optional.of(new StagedKey(part.group(1), key, false)) : Optional.empty();
    }
}
