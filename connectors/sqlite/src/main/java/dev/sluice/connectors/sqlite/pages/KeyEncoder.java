package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.Column;
import java.util.Arrays;

/**
 * An INTEGER PRIMARY KEY: to SQLite it is the rowid, and its record has nothing in its place. A file is written in the order
 * of the rowids, so that is done while the keys ascend; else they are integers like any.
 */
public final class KeyEncoder extends IntegerEncoder {
    private boolean isRowid = true;
    private boolean ascends;
    private long last = Long.MIN_VALUE;

    /** Whether the keys of the batch taken last are above those before it, and ascend. */
    public boolean ascends() {
        return ascends;
    }

    /** Whether the keys are encoded as rowids. */
    public boolean isRowid() {
        return isRowid;
    }

    /** From now on keys are integers like any. */
    public void beValue() {
        isRowid = false;
    }

    /** The key of a row of the batch. */
    public long rowid(int row) {
        return value(row);
    }

    @Override
    void takeValues(Column column) {
        super.takeValues(column);
        ascends = !column.hasNulls();
        for (int row = 0; row < column.size() && ascends; row++) {
            long key = value(row);
            ascends = key > last;
            last = key;
        }
    }

    @Override
    void classify(int from, int to) {
        if (isRowid) {
            Arrays.fill(types, 0, to - from, SerialType.NULL);
        } else {
            super.classify(from, to);
        }
    }
}
