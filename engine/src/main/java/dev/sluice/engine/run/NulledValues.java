package dev.sluice.engine.run;

import java.io.Serializable;

/**
 * Values of a column that became NULL.
 *
 * @param first why the first of them did, with its place
 */
record NulledValues(long count, String first) implements Serializable {
    NulledValues plus(NulledValues other) {
        return new NulledValues(count + other.count, first);
    }
}
