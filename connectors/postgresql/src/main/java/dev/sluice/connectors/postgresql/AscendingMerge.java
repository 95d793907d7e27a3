package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.MergeStatements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TablePlan;
import java.util.List;

/**
 * MERGE of rows whose keys ascend, with one look into the index per row. It spares each row that is there the second look
 * and the lock of its own that INSERT … ON CONFLICT takes, an eighth of the time; for rows in no order, sorting takes more
 * than that. It fails where another transaction adds one of the keys meanwhile: then the rows go in by ON CONFLICT.
 */
final class AscendingMerge {
    /** PostgreSQL 15 has it. */
    static final int SINCE = 15;

    /** What may hang on a table that any statement changes in the same way, and that has no other index. */
    private static final List<String> NO_MATTER = List.of(
            "owner ",
            "unlogged",
            "storage parameters",
            "replica identity",
            "tablespace",
            "foreign key ",
            "view ",
            "grant ",
            "publication ",
            "statistics ",
            "comments",
            "default of column ");

    private AscendingMerge() {}

    /** Whether it does to a table just what INSERT … ON CONFLICT does, and finds rows by the key's index alone. */
    static boolean fits(Table target) {
        return !target.primaryKey().isEmpty()
                && target.keeps().stream().allMatch(kept -> NO_MATTER.stream().anyMatch(kept::startsWith));
    }

    /**
     * With the one plan that is right for any number of rows: the planner doesn't know how many are staged, and the target
     * grows meanwhile.
     *
     * @param staged a query for the rows, in parentheses
     */
    static List<String> statements(PostgresDialect dialect, TablePlan plan, String staged) {
        MergeStatements merge = new MergeStatements(dialect, plan);
        return List.of(
                "SET LOCAL enable_hashjoin = off",
                "SET LOCAL enable_mergejoin = off",
                "SET LOCAL enable_seqscan = off",
                "SET LOCAL enable_bitmapscan = off",
                "SET LOCAL enable_memoize = off",
                "SET LOCAL jit = off",
                merge.merge(
                        merge.named(dialect.quote(plan.target()), MergeStatements.TARGET),
                        merge.named(staged, MergeStatements.STAGED),
                        "",
                        "OVERRIDING SYSTEM VALUE "));
    }
}
