package dev.sluice.connectors.sqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sqlite.core.Codes;

/**
 * A row in the bytes SQLite stores it in: a header with a type per value, then the values.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#record_format">Database File Format, 2.1</a>
 */
final class RecordRow extends StoredRow {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int REAL = 7;
    private static final int ZERO = 8;
    private static final int ONE = 9;
    /** From here on even types are BLOBs, odd ones texts, and the rest is twice the length. */
    private static final int FIRST_BLOB = 12;
    /** How long the values of the types below that are. */
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

    private final int[] types;
    private final int[] starts;
    private byte[] record;
    private long rowid;

    RecordRow(int columns) {
        types = new int[columns];
        starts = new int[columns];
    }

    /** Goes to the record that starts there. */
    void start(byte[] in, int from, long newRowid) {
        record = in;
        rowid = newRowid;
        int at = from;
        int headerLength = in[at++];
        if (headerLength < 0) {
            headerLength &= 0x7F;
            int next;
            do {
                next = in[at++];
                headerLength = headerLength << 7 | next & 0x7F;
            } while (next < 0);
        }
        int value = from + headerLength;
        for (int i = 0; i < types.length; i++) {
            int type = in[at++];
            if (type < 0) {
                type &= 0x7F;
                int next;
                do {
                    next = in[at++];
                    type = type << 7 | next & 0x7F;
                } while (next < 0);
            }
            types[i] = type;
            starts[i] = value;
            value += length(type);
        }
    }

    private static int length(int type) {
        return type >= FIRST_BLOB ? type - FIRST_BLOB >> 1 : LENGTHS[type];
    }

    @Override
    int storage(int column) {
        int type = types[column];
        if (type >= FIRST_BLOB) {
            return (type & 1) == 0 ? Codes.SQLITE_BLOB : Codes.SQLITE_TEXT;
        }
        return type == 0 ? Codes.SQLITE_NULL : type == REAL ? Codes.SQLITE_FLOAT : Codes.SQLITE_INTEGER;
    }

    @Override
    long integer(int column) {
        int type = types[column];
        if (type == ZERO || type == ONE) {
            return type == ONE ? 1 : 0;
        }
        int at = starts[column];
        long value = record[at];
        for (int end = at + LENGTHS[type]; ++at < end; ) {
            value = value << 8 | record[at] & 0xFF;
        }
        return value;
    }

    @Override
    double real(int column) {
        return Double.longBitsToDouble((long) LONG.get(record, starts[column]));
    }

    @Override
    void locate(int column) {
        located(record, starts[column], starts[column] + length(types[column]));
    }

    @Override
    long rowid() {
        return rowid;
    }
}
