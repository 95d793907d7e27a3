package dev.sluice.cli.guarantees;

import dev.sluice.spi.Capability;

/**
 * What a declared capability means to who relies on it, and what holds where it isn't declared.
 *
 * @param source whether it is a source's; else a destination's
 */
record Guarantee(boolean source, String subject, String declared, String undeclared) {
    static Guarantee of(Capability capability) {
        return switch (capability) {
            case SPLITS -> new Guarantee(true, "parallel reading", "parts that hold each row once", "one reader");
            case CONSISTENT_SPLITS ->
                new Guarantee(
                        true,
                        "one point in time",
                        "all parts read the same",
                        "each file or row as it is when it is read; a file that changed since the plan ends the run");
            case QUERIES -> new Guarantee(true, "queries", "read like tables", "refused");
            case INCREMENTAL -> new Guarantee(true, "incremental reading", "only what is new or changed", "refused");
            case LATE_COMMITS ->
                new Guarantee(
                        true,
                        "late commits",
                        "found without looking back",
                        "rows: found within the `lookback`; files: found by path, size and time");
            case ATOMIC_COMMIT ->
                new Guarantee(false, "publishing", "all rows at once, or none", "rows show one after the other");
            case PARALLEL_WRITERS -> new Guarantee(false, "parallel writing", "several writers", "one writer");
            case STATE_IN_DESTINATION ->
                new Guarantee(
                        false,
                        "cursor state",
                        "committed with the rows: exactly once",
                        "not kept: no incremental runs");
            case APPEND -> new Guarantee(false, "append", "adds each row once", "refused");
            case MERGE -> new Guarantee(false, "merge", "by primary key", "refused");
            case DELETES -> new Guarantee(false, "deletes", "found and removed or marked", "refused");
            case RESUME ->
                new Guarantee(false, "after a crash", "goes on with the parts that were staged", "begins anew");
            case LEASE ->
                new Guarantee(
                        false,
                        "runs on several machines",
                        "the second is refused while the first has its lease",
                        "only runs with the same state folder are kept apart; a late commit is refused where states"
                                + " are kept");
            case STATEMENTS -> new Guarantee(false, "`before` and `after`", "run as statements", "refused");
        };
    }
}
