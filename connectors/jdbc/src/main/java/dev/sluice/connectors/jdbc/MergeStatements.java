package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.Merge;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.StreamName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL of merges that databases share. */
public final class MergeStatements {
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

    /**
     * INSERT … ON CONFLICT.
     *
     * @param insert up to the conflict
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
     * @param into the target, with hints, and t as its name
     * @param using the staged rows, with s as their name
     */
    public String merge(String into, String using) {
        return merge(into, using, "t.", "");
    }

    /**
     * The standard's MERGE.
     *
     * @param updated what comes before the name of a column that is set
     * @param overriding what comes before the values of a new row
     */
    public String merge(String into, String using, String updated, String overriding) {
        String update = others().stream()
                .map(name -> updated + dialect.quote(name) + " = s." + dialect.quote(name))
                .collect(Collectors.joining(", "));
        String values = plan.columnNames().stream()
                .map(name -> "s." + dialect.quote(name))
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + into + " USING " + using + " ON (" + sameKey("t.", "s.") + ")"
                + (update.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + update)
                + " WHEN NOT MATCHED THEN INSERT (" + dialect.quote(plan.columnNames()) + ") " + overriding
                + "VALUES (" + values + ")";
    }

    /** How many keys are staged. */
    String countKeys(StreamName staged) {
        return "SELECT count(*) FROM (SELECT DISTINCT " + dialect.quote(merge.key()) + " FROM " + dialect.quote(staged)
                + ") d";
    }

    /** Leaves one row of each key: the one with the largest cursor, and of those the last. */
    String deleteDuplicates(StreamName staged) {
        String order = dialect.quote(Staging.ORDER);
        String cursor = merge.cursor().isEmpty() ? "" : dialect.descending(cursor()) + ", ";
        return "DELETE FROM " + dialect.quote(staged) + " WHERE " + order + " IN (SELECT d.o FROM (SELECT " + order
                + " AS o, row_number() OVER (PARTITION BY " + dialect.quote(merge.key()) + " ORDER BY " + cursor + order
                + " DESC) AS n FROM " + dialect.quote(staged) + ") d WHERE d.n > 1)";
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
        return "EXISTS (SELECT 1 FROM " + dialect.quote(staged) + " k WHERE " + sameKey(target() + ".", "k.") + ")";
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
