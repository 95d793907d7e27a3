package dev.sluice.testkit.data;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractAssert;

/**
 * Compares rows value by value, whatever batches they come in. Types count: {@code 1.5} and {@code 1.50}, 0.0 and -0.0, an
 * int32 and an int64 of the same number are different.
 */
public final class BatchAssert extends AbstractAssert<BatchAssert, List<RecordBatch>> {
    private static final int SHOWN_DIFFERENCES = 20;

    private final String key;

    private BatchAssert(List<RecordBatch> actual, String key) {
        super(actual, BatchAssert.class);
        this.key = key;
        isNotNull();
    }

    public static BatchAssert assertThatRows(List<RecordBatch> actual) {
        return new BatchAssert(actual, "");
    }

    public static BatchAssert assertThatRows(RecordBatch actual) {
        return new BatchAssert(List.of(actual), "");
    }

    /** Orders both sides by a column before they are compared. */
    public BatchAssert inAnyOrderBy(String column) {
        return new BatchAssert(actual, column);
    }

    public BatchAssert hasRows(RecordBatch... expected) {
        return hasRows(List.of(expected));
    }

    /** The same columns, in the same order and of the same types, and the same rows. */
    public BatchAssert hasRows(List<RecordBatch> expected) {
        if (expected.isEmpty()) {
            return hasNoRows();
        }
        Schema schema = expected.getFirst().schema();
        for (RecordBatch batch : actual) {
            compareColumns(schema, batch.schema());
        }
        List<List<Object>> expectedRows = rows(expected);
        List<List<Object>> actualRows = rows(actual);
        compareKeys(schema, expectedRows, actualRows);
        List<String> differences = new ArrayList<>();
        for (int row = 0; row < expectedRows.size(); row++) {
            compareRow(schema, row, expectedRows.get(row), actualRows.get(row), differences);
        }
        if (!differences.isEmpty()) {
            failWithMessage("%s", shown(differences.size() + " values differ", differences));
        }
        return this;
    }

    /** No rows at all, in any number of batches. */
    public BatchAssert hasNoRows() {
        return hasRowCount(0);
    }

    public BatchAssert hasRowCount(long expected) {
        long rows = actual.stream().mapToLong(RecordBatch::rowCount).sum();
        if (rows != expected) {
            failWithMessage("%s", "expected " + expected + " rows but found " + rows);
        }
        return this;
    }

    private void compareColumns(Schema expected, Schema found) {
        List<String> differences = new ArrayList<>();
        if (!expected.names().equals(found.names())) {
            differences.add("names: expected " + expected.names() + " but found " + found.names());
        } else {
            for (int i = 0; i < expected.size(); i++) {
                Field field = expected.field(i);
                if (!field.type().equals(found.type(i))) {
                    differences.add("column '" + field.name() + "': expected type " + field.type() + " but found "
                            + found.type(i));
                }
            }
        }
        if (!differences.isEmpty()) {
            failWithMessage("%s", shown("the columns differ", differences));
        }
    }

    private void compareKeys(Schema schema, List<List<Object>> expected, List<List<Object>> found) {
        if (key.isEmpty()) {
            if (expected.size() != found.size()) {
                failWithMessage("%s", "expected " + expected.size() + " rows but found " + found.size());
            }
            return;
        }
        int column = schema.indexOf(key).orElseThrow();
        List<Object> missing =
                new ArrayList<>(expected.stream().map(row -> row.get(column)).toList());
        List<Object> surplus = new ArrayList<>();
        found.forEach(row -> {
            if (!missing.remove(row.get(column))) {
                surplus.add(row.get(column));
            }
        });
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            failWithMessage(
                    "%s",
                    "expected " + expected.size() + " rows but found " + found.size() + "; by '" + key
                            + "', missing: " + ValueText.shorten(missing.toString()) + ", surplus or doubled: "
                            + ValueText.shorten(surplus.toString()));
        }
    }

    private void compareRow(
            Schema schema, int row, List<Object> expected, List<Object> found, List<String> differences) {
        for (int i = 0; i < schema.size(); i++) {
            if (!ValueText.same(expected.get(i), found.get(i))) {
                String place = key.isEmpty()
                        ? "row " + row
                        : "row with " + key + " "
                                + expected.get(schema.indexOf(key).orElseThrow());
                differences.add(place + ", column '" + schema.field(i).name() + "' (" + schema.type(i) + "): "
                        + ValueText.difference(expected.get(i), found.get(i)));
            }
        }
    }

    private List<List<Object>> rows(List<RecordBatch> batches) {
        List<List<Object>> rows = new ArrayList<>();
        for (RecordBatch batch : batches) {
            IntStream.range(0, batch.rowCount())
                    .mapToObj(row -> Values.row(batch, row))
                    .forEach(rows::add);
        }
        if (!key.isEmpty() && !batches.isEmpty()) {
            int column = batches.getFirst().schema().indexOf(key).orElseThrow();
            rows.sort(Comparator.comparing(row -> String.valueOf(row.get(column))));
        }
        return rows;
    }

    private static String shown(String title, List<String> differences) {
        List<String> first = differences.subList(0, Math.min(SHOWN_DIFFERENCES, differences.size()));
        String more = differences.size() > first.size() ? "\n  … " + (differences.size() - first.size()) + " more" : "";
        return title + ":\n  " + String.join("\n  ", first) + more;
    }
}
