package dev.sluice.engine.run;

import dev.sluice.engine.config.BadRowRule;
import dev.sluice.engine.config.ErrorLimit;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bad rows of a stream: counts them against the limit, and keeps the rejected ones of accepted attempts for the file
 * that is published with the stream. Thread-safe.
 */
final class StreamErrors {
    /** In place of a split's number. */
    private static final int PUBLISHING = Integer.MAX_VALUE;

    private final String stream;
    private final BadRowRule rule;
    private final Path staging;
    private volatile Path target;
    private final AtomicLong count = new AtomicLong();
    private final Map<Integer, AttemptErrors> latest = new TreeMap<>();
    private volatile ConnectorException limitReached;

    /**
     * @param staging where the parts lie until then
     * @param target the file to publish
     */
    StreamErrors(String stream, BadRowRule rule, Path staging, Path target) {
        this.stream = stream;
        this.rule = rule;
        this.staging = staging;
        this.target = target;
    }

    BadRowRule rule() {
        return rule;
    }

    /** For keys that are read once more: what is wrong with a row counts where the whole row is read. */
    StreamErrors ofKeys() {
        BadRowRule unlimited = new BadRowRule(rule.onError(), ErrorLimit.NONE, rule.folder());
        return new StreamErrors(stream, unlimited, staging.resolveSibling(staging.getFileName() + "-keys"), target);
    }

    /** Begins an attempt; what an earlier one at the same split took in is forgotten. */
    synchronized AttemptErrors attempt(int split, int number) {
        AttemptErrors before = latest.get(split);
        if (before != null) {
            count.addAndGet(-before.count());
            before.part().discard();
        }
        AttemptErrors attempt = new AttemptErrors(
                this,
                new RejectsPart(staging.resolve(String.format(Locale.ROOT, "%05d-%d.jsonl", split, number)), stream));
        latest.put(split, attempt);
        return attempt;
    }

    /**
     * Begins an attempt to publish staged rows, some of which the target may refuse only then.
     *
     * @param rows how many are staged
     */
    PublishErrors publishing(int number, long rows) {
        return new PublishErrors(this, attempt(PUBLISHING, number), rows);
    }

    /** Accepts what an attempt in another process met. */
    void accept(int split, Map<String, NulledValues> nulled) {
        attempt(split, 1).take(nulled);
    }

    /** Counts rows that were taken in elsewhere, where the last of them isn't known. */
    void count(long rows) {
        if (count.addAndGet(rows) > rule.limit().count()) {
            limitReached = new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    stream + ": there are more than " + rule.limit() + " bad rows (max_errors)" + seeFile());
            throw limitReached;
        }
    }

    /** Counts a row that was taken in; too many of them end the run. */
    void count(BadRow row) {
        if (count.incrementAndGet() > rule.limit().count()) {
            limitReached = new ConnectorException(
                    row.code(),
                    stream + ": there are more than " + rule.limit() + " bad rows (max_errors), the last one: "
                            + row.asFailure().getMessage() + seeFile());
            throw limitReached;
        }
    }

    /**
     * Holds the share of bad rows, which is only known at the end, against the limit.
     *
     * @param goodRows how many are staged
     */
    void checkShare(long goodRows) {
        long bad = count.get();
        long rows = goodRows + rejected();
        if (rule.limit().isExceeded(bad, rows)) {
            limitReached = new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    stream + ": " + bad + " of " + rows + " rows are bad, more than " + rule.limit() + " (max_errors)"
                            + seeFile());
            throw limitReached;
        }
    }

    private String seeFile() {
        return rule.onError() == OnError.REJECT ? "; see " + target : "; raise it, or mend the data";
    }

    /** Whether it was the limit that ended the run: then the rejected rows are shown although nothing else is. */
    boolean isLimitReached() {
        return limitReached != null;
    }

    /** How many rows were set aside. */
    synchronized long rejected() {
        return latest.values().stream().mapToLong(AttemptErrors::rejected).sum();
    }

    /** How many of them had been read well, and were refused by the target. */
    synchronized long rejectedByWriters() {
        return latest.values().stream()
                .mapToLong(AttemptErrors::rejectedByWriter)
                .sum();
    }

    /** Where the rejected rows are; empty before {@link #publish} or where there are none. */
    String file() {
        return Files.exists(target) ? target.toString() : "";
    }

    /** What the user should know of bad rows, once the stream is published. */
    synchronized List<String> notes() {
        List<String> notes = new ArrayList<>();
        long rejected = rejected();
        if (rejected > 0) {
            notes.add(rejected + (rejected == 1 ? " row was rejected: see " : " rows were rejected: see ") + target);
        }
        Map<String, NulledValues> nulled = new TreeMap<>();
        latest.values()
                .forEach(attempt ->
                        attempt.nulled().forEach((column, values) -> nulled.merge(column, values, NulledValues::plus)));
        nulled.forEach((column, values) -> notes.add("column '" + column + "': " + values.count()
                + (values.count() == 1 ? " value became NULL: " : " values became NULL, the first: ")
                + values.first()));
        return notes;
    }

    /**
     * Puts the rejected rows together, in the order of the splits, so that {@link #publish} has to show them only.
     *
     * @throws ConnectorException where they couldn't be shown
     */
    synchronized void prepare() {
        join();
        if (Files.exists(whole())) {
            try {
                RejectsFolder.requireRoom(whole(), target);
            } catch (IOException e) {
                throw RejectsPart.unwritable(target, e);
            }
        }
    }

    private void join() {
        latest.values().forEach(attempt -> attempt.part().finish());
        List<Path> parts = latest.values().stream()
                .map(attempt -> attempt.part().file())
                .filter(Files::exists)
                .toList();
        if (!parts.isEmpty()) {
            try {
                RejectsFolder.join(parts, whole());
            } catch (IOException e) {
                throw RejectsPart.unwritable(whole(), e);
            }
        }
    }

    private Path whole() {
        return staging.resolve("whole.jsonl");
    }

    /** Shows the file of rejected rows; none where no row was rejected. */
    synchronized void publish() {
        show(target);
        discard();
    }

    private void show(Path place) {
        if (Files.exists(whole())) {
            try {
                RejectsFolder.show(whole(), place);
            } catch (IOException e) {
                throw RejectsPart.unwritable(place, e);
            }
        }
    }

    /**
     * The same once the good rows are published. Where the folder has become unwritable they are shown in the workspace: they
     * must not be lost.
     *
     * @param more whether rows were refused since they were put together
     * @return what went wrong, or empty
     */
    synchronized String publishAll(boolean more) {
        if (more) {
            join();
        }
        try {
            publish();
            return "";
        } catch (ConnectorException e) {
            target = staging.getParent().resolveSibling(target.getFileName());
            show(target);
            discard();
            return e.getMessage();
        }
    }

    /** Removes what isn't published. */
    synchronized void discard() {
        latest.values().forEach(attempt -> attempt.part().discard());
        try {
            Files.deleteIfExists(whole());
            RejectsFolder.remove(staging);
        } catch (IOException e) {
            throw RejectsPart.unwritable(staging, e);
        }
    }
}
