package dev.sluice.connectors.sqlite.pages;

import org.sqlite.core.Codes;

/**
 * A row in the bytes SQLite stores it in: a header with a type per value, then the values.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#record_format">Database File Format, 2.1</a>
 */
public final class RecordRow extends StoredRow {
    private final int[] types;
    private final int[] starts;
    private byte[] record;
    private long rowid;

    public RecordRow(int columns) {
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
            value += SerialType.length(type);
        }
    }

    @Override
    public int storage(int column) {
        int type = types[column];
        if (type >= SerialType.FIRST_BLOB) {
            return SerialType.isText(type) ? Codes.SQLITE_TEXT : Codes.SQLITE_BLOB;
        }
        return type == SerialType.NULL
                ? Codes.SQLITE_NULL
                : type == SerialType.REAL ? Codes.SQLITE_FLOAT : Codes.SQLITE_INTEGER;
    }

    @Override
    public long integer(int column) {
        int type = types[column];
        if (type == SerialType.ZERO || type == SerialType.ONE) {
            return type == SerialType.ONE ? 1 : 0;
        }
        int at = starts[column];
        long value = record[at];
        for (int end = at + SerialType.length(type); ++at < end; ) {
            value = value << 8 | record[at] & 0xFF;
        }
        return value;
    }

    @Override
    public double real(int column) {
        return BigEndian.getDouble(record, starts[column]);
    }

    @Override
    public void locate(int column) {
        located(record, starts[column], starts[column] + SerialType.length(types[column]));
    }

    @Override
    public long rowid() {
        return rowid;
    }
}
