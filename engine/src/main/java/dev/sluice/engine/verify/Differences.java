package dev.sluice.engine.verify;

import dev.sluice.engine.content.RowHashes;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Quoted;
import dev.sluice.spi.text.ValueWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the rows that differ between two streams, by their keys; values aren't shown. */
final class Differences {
    /** Enough to see what is wrong. */
    private static final int MOST_BUCKETS = 64;

    /** Of a stream without a key, so many columns name a row. */
    private static final int NAMING_COLUMNS = 3;

    private static final int LONGEST_VALUE = 40;

    private final BitSet buckets = new BitSet();

    private Differences(BitSet differing) {
        for (int at = differing.nextSetBit(0);
                at >= 0 && buckets.cardinality() < MOST_BUCKETS;
                at = differing.nextSetBit(at + 1)) {
            buckets.set(at);
        }
    }

    private record Key(long high, long low) {}

    /**
     * @param name of the row, for people
     * @param columns a hash per column
     */
    private record Row(String name, long[] columns) {}

    /**
     * Reads both streams again and compares the rows of buckets that differ.
     *
     * @return one line per row, at most ten and one that says there are more
     */
    static List<String> between(StreamRows source, StreamRows target, BitSet buckets) throws Exception {
        Differences differences = new Differences(buckets);
        Map<Key, List<Row>> here = differences.rows(source);
        Map<Key, List<Row>> there = differences.rows(target);
        DifferingRows differing = new DifferingRows();
        Schema schema = source.mapping().written();
        here.forEach((key, rows) -> compare(schema, rows, there.getOrDefault(key, List.of()), differing));
        there.forEach((key, rows) -> {
            if (!here.containsKey(key)) {
                rows.forEach(row -> differing.add(row.name() + ": not at the source"));
            }
        });
        return differing.lines();
    }

    private static void compare(Schema schema, List<Row> source, List<Row> target, DifferingRows differing) {
        int both = Math.min(source.size(), target.size());
        for (int i = 0; i < both; i++) {
            List<String> columns = new ArrayList<>();
            for (int c = 0; c < schema.size(); c++) {
                if (source.get(i).columns()[c] != target.get(i).columns()[c]) {
                    columns.add(schema.field(c).name());
                }
            }
            if (!columns.isEmpty()) {
                differing.add(source.get(i).name() + ": differs in " + Quoted.list(columns));
            }
        }
        source.subList(both, source.size()).forEach(row -> differing.add(row.name() + ": missing at the destination"));
        target.subList(both, target.size())
                .forEach(row -> differing.add(row.name() + ": more often at the destination"));
    }

    private Map<Key, List<Row>> rows(StreamRows stream) throws Exception {
        Map<Key, List<Row>> rows = new LinkedHashMap<>();
        stream.forEach(batch -> add(batch, rows));
        return rows;
    }

    private void add(RecordBatch batch, Map<Key, List<Row>> rows) {
        HashedRows hashed = HashedRows.of(batch);
        for (int row = 0; row < hashed.size(); row++) {
            long high = hashed.keys().high()[row];
            if (buckets.get(Buckets.bucketOf(high))) {
                Key key = new Key(high, hashed.keys().low()[row]);
                Row found = new Row(name(batch, row), columns(batch.select(new int[] {row})));
                synchronized (rows) {
                    rows.computeIfAbsent(key, none -> new ArrayList<>()).add(found);
                }
            }
        }
    }

    private static long[] columns(RecordBatch row) {
        long[] hashes = new long[row.schema().size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = RowHashes.of(row, List.of(row.schema().field(i).name())).low()[0];
        }
        return hashes;
    }

    /** {@code id=7, line=2}. */
    static String name(RecordBatch batch, int row) {
        Schema schema = batch.schema();
        List<String> columns = schema.primaryKey().isEmpty()
                ? schema.names().subList(0, Math.min(NAMING_COLUMNS, schema.size()))
                : schema.primaryKey();
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
            int index = schema.indexOf(column).orElseThrow();
            parts.add(column + "=" + text(batch, schema.field(index), index, row));
        }
        return String.join(", ", parts);
    }

    private static String text(RecordBatch batch, Field field, int index, int row) {
        if (batch.column(index).isNull(row)) {
            return "NULL";
        }
        if (Type.isNested(field.type())) {
            return "…";
        }
        ByteSink sink = new ByteSink(LONGEST_VALUE);
        ValueWriter.of(field.type()).write(batch.column(index), row, sink);
        String text = sink.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
