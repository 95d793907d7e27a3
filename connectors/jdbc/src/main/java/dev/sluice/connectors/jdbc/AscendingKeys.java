package dev.sluice.connectors.jdbc;

import dev.sluice.spi.CommitToken;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether rows come with keys that ascend, as those of a table do that was filled in the order of its key: then no two have
 * the same, and nobody needs to look for those that do or to sort. Only for keys of integers and dates, which every
 * database compares alike.
 */
final class AscendingKeys {
    private static final String FIRST = "first key";
    private static final String LAST = "last key";

    private final int[] columns;
    private final long[] last;
    private long[] first = {};
    private boolean ascend;

    /** @param schema with the key */
    AscendingKeys(Schema schema) {
        columns = schema.primaryKey().stream()
                .mapToInt(name -> schema.indexOf(name).orElseThrow())
                .toArray();
        last = new long[columns.length];
        ascend = Arrays.stream(columns).allMatch(column -> isComparable(schema.type(column)));
    }

    private static boolean isComparable(Type type) {
        return type == Type.INT8 || type == Type.INT16 || type == Type.INT32 || type == Type.INT64 || type == Type.DATE;
    }

    /** @param batch without NULL in a key */
    void add(RecordBatch batch) {
        for (int row = 0; ascend && row < batch.rowCount(); row++) {
            int order = 0;
            for (int i = 0; i < columns.length; i++) {
                long value = value(batch.column(columns[i]), row);
                order = order == 0 ? Long.compare(value, last[i]) : order;
                last[i] = value;
            }
            if (first.length == 0) {
                first = last.clone();
            } else {
                ascend = order > 0;
            }
        }
    }

    private static long value(Column column, int row) {
        return column instanceof LongColumn longs ? longs.get(row) : ((IntColumn) column).get(row);
    }

    /** What the commit should know of a split, as properties of its token. */
    Map<String, String> properties() {
        return ascend && first.length > 0 ? Map.of(FIRST, text(first), LAST, text(last)) : Map.of();
    }

    private static String text(long[] key) {
        return Arrays.toString(key).replaceAll("[\\[\\] ]", "");
    }

    private static long[] key(CommitToken token, String property) {
        return Arrays.stream(token.properties().get(property).split(","))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** Whether the keys of several splits ascend within each, and no split begins before another has ended. */
    static boolean ascend(List<CommitToken> splits) {
        List<CommitToken> filled =
                splits.stream().filter(split -> split.rows() > 0).toList();
        if (!filled.stream().allMatch(split -> split.properties().containsKey(FIRST))) {
            return false;
        }
        List<CommitToken> sorted = new ArrayList<>(filled);
        sorted.sort(Comparator.comparing(split -> key(split, FIRST), Arrays::compare));
        for (int i = 1; i < sorted.size(); i++) {
            if (Arrays.compare(key(sorted.get(i - 1), LAST), key(sorted.get(i), FIRST)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
