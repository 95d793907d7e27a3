package dev.sluice.engine.verify;

import java.util.ArrayList;
import java.util.List;

/** The first rows that differ, a line for each, and how many more do. Thread-safe. */
final class DifferingRows {
    /** Enough to see what is wrong. */
    private static final int MOST_NAMED = 10;

    private final List<String> named = new ArrayList<>();
    private long more;

    synchronized void add(String line) {
        if (named.size() < MOST_NAMED) {
            named.add(line);
        } else {
            more++;
        }
    }

    /** At most ten, and one that says there are more. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>(named);
        if (more > 0) {
            lines.add("and at least " + more + " more");
        }
        return lines;
    }
}
