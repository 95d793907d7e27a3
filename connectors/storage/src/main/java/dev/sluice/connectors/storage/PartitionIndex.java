package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the combinations of values of the columns that rows are partitioned by, in the order in which they come. A hash
 * table with open addressing over the values' text, so that a row costs no object. Not thread-safe.
 */
final class PartitionIndex {
    private static final int LONGEST_NAME = 255;
    /** Ends a value's text; no byte of UTF-8. */
    private static final byte END = (byte) 0xFF;

    private static final byte NULL = (byte) 0xFE;

    private final int[] columns;
    private final List<Field> fields = new ArrayList<>();
    private final ValueWriter[] writers;
    private final ByteSink key = new ByteSink(64);
    private final List<byte[]> keys = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private int[] slots = new int[256];

    /**
     * @param columns positions of the columns in the schema
     */
    PartitionIndex(Schema schema, int[] columns) {
        this.columns = columns;
        this.writers = new ValueWriter[columns.length];
        for (int i = 0; i < columns.length; i++) {
            fields.add(schema.field(columns[i]));
            writers[i] = ValueWriter.of(schema.type(columns[i]));
        }
        Arrays.fill(slots, -1);
    }

    /** How many there are so far. */
    int size() {
        return keys.size();
    }

    /** The folders of a partition, such as {@code year=2024/month=1}. */
    String folder(int partition) {
        return folders.get(partition);
    }

    /** The partition of each row. */
    int[] of(RecordBatch batch) {
        Column[] values = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = batch.column(columns[i]);
        }
        int[] partitions = new int[batch.rowCount()];
        int last = -1;
        for (int row = 0; row < partitions.length; row++) {
            writeKey(values, row);
            if (last < 0 || !isKey(last)) {
                last = find();
            }
            partitions[row] = last;
        }
        return partitions;
    }

    private void writeKey(Column[] values, int row) {
        key.clear();
        for (int i = 0; i < values.length; i++) {
            if (values[i].isNull(row)) {
                key.write(NULL);
            } else {
                writers[i].write(values[i], row, key);
            }
            key.write(END);
        }
    }

    private boolean isKey(int partition) {
        byte[] known = keys.get(partition);
        return Arrays.equals(known, 0, known.length, key.array(), 0, key.length());
    }

    private int find() {
        int slot = hash(key.array(), key.length()) & slots.length - 1;
        while (slots[slot] >= 0) {
            if (isKey(slots[slot])) {
                return slots[slot];
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = keys.size();
        keys.add(key.toByteArray());
        folders.add(folderOfKey());
        if (keys.size() * 2 > slots.length) {
            grow();
        }
        return keys.size() - 1;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int i = 0; i < keys.size(); i++) {
            int slot = hash(keys.get(i), keys.get(i).length) & slots.length - 1;
            while (slots[slot] >= 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i;
        }
    }

    private static int hash(byte[] bytes, int length) {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }

    private String folderOfKey() {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < key.length(); i++) {
            if (key.array()[i] == END) {
                boolean isNull = i == start + 1 && key.array()[start] == NULL;
                String value = isNull ? null : new String(key.array(), start, i - start, StandardCharsets.UTF_8);
                names.add(folderOfValue(fields.get(names.size()).name(), value));
                start = i + 1;
            }
        }
        return String.join("/", names);
    }

    private static String folderOfValue(String column, String value) {
        String name = Partitions.folder(column, value);
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_NAME) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    "column '" + column + "': a value that begins with '" + value.substring(0, 40)
                            + "' makes a folder's name of " + length + " bytes, and it can have " + LONGEST_NAME
                            + "; partition by another column");
        }
        return name;
    }
}
