package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.Merge;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.StreamName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of merges that databases share. The other names it has for tables are reserved ones, which no target has: where
 * the target had one, its columns and the staged ones would be the same.
 */
public final class MergeStatements {
    /** The target's name within a statement, to be quoted. */
    public static final String TARGET = Staging.RESERVED_PREFIX + "target";

    /** The same of the staged rows. */
    public static final String STAGED = Staging.RESERVED_PREFIX + "staged";

    private static final String COUNT = Staging.RESERVED_PREFIX + "n";

    private final Dialect dialect;
    private final TablePlan plan;
    private final Merge merge;

    public MergeStatements(Dialect dialect, TablePlan plan) {
        this.dialect = dialect;
        this.plan = plan;
        this.merge = plan.merge().orElseThrow();
    }

    /** The columns that aren't of the key. */
    public List<String> others() {
        return plan.columnNames().stream()
                .filter(name -> !merge.key().contains(name))
                .toList();
    }

    public String orderByKey() {
        return " ORDER BY " + dialect.quote(merge.key());
    }

    /** A table with the name that the statements here have for it. */
    public String named(String table, String alias) {
        return table + " " + dialect.quote(alias);
    }

    /**
     * INSERT … ON CONFLICT.
     *
     * @param insert up to the conflict, with another name for the target, which may be called excluded itself
     */
    public String onConflict(String insert) {
        String update = others().stream()
                .map(name -> dialect.quote(name) + " = excluded." + dialect.quote(name))
                .collect(Collectors.joining(", "));
        return insert + " ON CONFLICT (" + dialect.quote(merge.key()) + ") DO "
                + (update.isEmpty() ? "NOTHING" : "UPDATE SET " + update);
    }

    /**
     * The standard's MERGE.
     *
     * @param into the target, with hints, and {@link #TARGET} as its name
     * @param using the staged rows, with {@link #STAGED} as their name
     */
    public String merge(String into, String using) {
        return merge(into, using, dialect.quote(TARGET) + ".", "");
    }

    /**
     * The standard's MERGE.
     *
     * @param updated what comes before the name of a column that is set
     * @param overriding what comes before the values of a new row
     */
    public String merge(String into, String using, String updated, String overriding) {
        String target = dialect.quote(TARGET) + ".";
        String staged = dialect.quote(STAGED) + ".";
        String update = others().stream()
                .map(name -> updated + dialect.quote(name) + " = " + staged + dialect.quote(name))
                .collect(Collectors.joining(", "));
        String values = plan.columnNames().stream()
                .map(name -> staged + dialect.quote(name))
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + into + " USING " + using + " ON (" + sameKey(target, staged) + ")"
                + (update.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + update)
                + " WHEN NOT MATCHED THEN INSERT (" + dialect.quote(plan.columnNames()) + ") " + overriding
                + "VALUES (" + values + ")";
    }

    /** How many keys are staged. */
    String countKeys(StreamName staged) {
        return "SELECT count(*) FROM ("
                + "SELECT DISTINCT " + dialect.quote(merge.key()) + " FROM " + dialect.quote(staged)
                + ") " + dialect.quote(STAGED);
    }

    /** Leaves one row of each key: the one with the largest cursor, and of those the last. */
    String deleteDuplicates(StreamName staged) {
        String order = dialect.quote(Staging.ORDER);
        String cursor = merge.cursor().isEmpty() ? "" : dialect.descending(cursor()) + ", ";
        String count = dialect.quote(COUNT);
        return "DELETE FROM " + dialect.quote(staged) + " WHERE " + order + " IN (SELECT " + order + " FROM (SELECT "
                + order + ", row_number() OVER (PARTITION BY " + dialect.quote(merge.key()) + " ORDER BY " + cursor
                + order + " DESC) AS " + count + " FROM " + dialect.quote(staged) + ") " + dialect.quote(STAGED)
                + " WHERE " + count + " > 1)";
    }

    private PlannedColumn cursor() {
        return plan.columns().stream()
                .filter(column -> column.name().equals(merge.cursor()))
                .findFirst()
                .orElseThrow();
    }

    /** How many of the target's rows aren't marked as deleted. */
    String countLive(boolean marked) {
        return "SELECT count(*) FROM " + target() + (marked ? " WHERE " + mark() + " IS NULL" : "");
    }

    /** How many of the target's rows have a key that isn't staged. */
    String countMissing(List<StreamName> staged, boolean marked) {
        return "SELECT count(*) FROM " + target() + " WHERE " + missing(staged, marked);
    }

    String deleteMissing(List<StreamName> staged) {
        return "DELETE FROM " + target() + " WHERE " + missing(staged, false);
    }

    /** @param now as SQL has it */
    String markMissing(List<StreamName> staged, String now) {
        return "UPDATE " + target() + " SET " + mark() + " = " + now + " WHERE " + missing(staged, true);
    }

    /** Takes the mark off rows that are there again. */
    String unmark(List<StreamName> staged) {
        return "UPDATE " + target() + " SET " + mark() + " = NULL WHERE " + mark() + " IS NOT NULL AND ("
                + staged.stream().map(this::isIn).collect(Collectors.joining(" OR ")) + ")";
    }

    private String missing(List<StreamName> staged, boolean marked) {
        Stream<String> notMarked = marked ? Stream.of(mark() + " IS NULL") : Stream.empty();
        return Stream.concat(notMarked, staged.stream().map(table -> "NOT " + isIn(table)))
                .collect(Collectors.joining(" AND "));
    }

    private String isIn(StreamName staged) {
        return "EXISTS (SELECT 1 FROM " + named(dialect.quote(staged), STAGED) + " WHERE "
                + sameKey(target() + ".", dialect.quote(STAGED) + ".") + ")";
    }

    private String sameKey(String one, String other) {
        return merge.key().stream()
                .map(name -> one + dialect.quote(name) + " = " + other + dialect.quote(name))
                .collect(Collectors.joining(" AND "));
    }

    private String target() {
        return dialect.quote(plan.target());
    }

    private String mark() {
        return dialect.quote(Deletes.MARK);
    }
}
