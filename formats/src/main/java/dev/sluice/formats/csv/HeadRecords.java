package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** Cuts the start of a file into records of any number of fields: plain and slow, before the columns are known. */
final class HeadRecords {
    /** A field without its quotes. */
    @SuppressWarnings("ArrayRecordComponent")
    record HeadField(byte[] text) {}

    private final byte[] bytes;
    private final Dialect dialect;
    private final boolean whole;
    private int position;

    /**
     * @param whole whether the file ends where the bytes end
     */
    HeadRecords(byte[] bytes, Dialect dialect, boolean whole) {
        this.bytes = bytes;
        this.dialect = dialect;
        this.whole = whole;
        byte[] mark = Head.BYTE_ORDER_MARK;
        boolean marked = bytes.length >= mark.length && java.util.Arrays.mismatch(mark, bytes) == mark.length;
        boolean onlyMark = java.util.Arrays.equals(mark, bytes);
        this.position = marked || onlyMark ? mark.length : 0;
    }

    /** The first records that are complete, empty lines left out. */
    List<List<HeadField>> read(int most) {
        List<List<HeadField>> records = new ArrayList<>();
        while (records.size() < most && position < bytes.length) {
            List<HeadField> record = record();
            if (record == null) {
                break;
            }
            if (!record.isEmpty()) {
                records.add(record);
            }
        }
        return records;
    }

    /** The next record, empty for an empty line, or null where it isn't complete. */
    private List<HeadField> record() {
        List<HeadField> fields = new ArrayList<>();
        int start = position;
        while (true) {
            ByteSink text = new ByteSink(32);
            if (!field(text)) {
                return null;
            }
            boolean end = position == bytes.length || bytes[position] == '\n';
            int length = text.length();
            if (end && length > 0 && position > start && bytes[position - 1] == '\r') {
                text.setLength(length - 1);
            }
            fields.add(new HeadField(text.toByteArray()));
            if (end) {
                boolean blank = fields.size() == 1 && text.length() == 0 && position - start <= 1;
                position++;
                return blank ? List.of() : fields;
            }
            position++;
        }
    }

    /** Takes a field, up to its delimiter or line end. */
    private boolean field(ByteSink text) {
        if (dialect.hasQuotes() && position < bytes.length && bytes[position] == dialect.quote()) {
            position++;
            if (!quoted(text)) {
                return false;
            }
        }
        while (position < bytes.length && bytes[position] != dialect.delimiter() && bytes[position] != '\n') {
            text.write(bytes[position++]);
        }
        return position < bytes.length || whole;
    }

    private boolean quoted(ByteSink text) {
        while (position < bytes.length) {
            byte next = bytes[position++];
            boolean more = position < bytes.length;
            if (next == dialect.escape() && more && (!dialect.doublesQuotes() || bytes[position] == dialect.quote())) {
                text.write(bytes[position++]);
            } else if (next == dialect.quote()) {
                return true;
            } else {
                text.write(next);
            }
        }
        return false;
    }
}
