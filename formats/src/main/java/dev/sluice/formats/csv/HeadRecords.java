package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** Cuts the start of a file into records of any number of fields: plain and slow, before the columns are known. */
final class HeadRecords {
    /** A field without its quotes. */
    @SuppressWarnings("ArrayRecordComponent")
    record HeadField(byte[] text, boolean quoted) {
        boolean isEmpty() {
            return text.length == 0;
        }
    }

    private final byte[] bytes;
    private final Dialect dialect;
    private final boolean whole;
    private int position;

    /**
     * @param from where the first record starts
     * @param whole whether the file ends where the bytes end
     */
    HeadRecords(byte[] bytes, int from, Dialect dialect, boolean whole) {
        this.bytes = bytes;
        this.dialect = dialect;
        this.whole = whole;
        this.position = from;
    }

    /** The first records that are complete, empty lines and comments left out. */
    List<List<HeadField>> read(int most) {
        List<List<HeadField>> records = new ArrayList<>();
        while (records.size() < most && position < bytes.length) {
            if (dialect.hasComments() && bytes[position] == dialect.comment()) {
                skipLine();
                continue;
            }
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

    private void skipLine() {
        while (position < bytes.length && bytes[position] != dialect.lineEnd()) {
            position++;
        }
        position++;
    }

    /** The next record, empty for an empty line, or null where it isn't complete. */
    private List<HeadField> record() {
        List<HeadField> fields = new ArrayList<>();
        int start = position;
        while (true) {
            int fieldStart = position;
            ByteSink text = new ByteSink(32);
            if (!field(text)) {
                return null;
            }
            boolean end = position == bytes.length || bytes[position] == dialect.lineEnd();
            int length = text.length();
            if (end && length > 0 && position > start && bytes[position - 1] == '\r') {
                text.setLength(length - 1);
            }
            boolean quoted = dialect.hasQuotes() && fieldStart < position && bytes[fieldStart] == dialect.quote();
            fields.add(new HeadField(text.toByteArray(), quoted));
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
        skipBlanks();
        if (dialect.hasQuotes() && position < bytes.length && bytes[position] == dialect.quote()) {
            position++;
            if (!quoted(text)) {
                return false;
            }
            skipBlanks();
        }
        while (position < bytes.length
                && bytes[position] != dialect.delimiter()
                && bytes[position] != dialect.lineEnd()) {
            text.write(bytes[position++]);
        }
        while (dialect.trims() && text.length() > 0 && FieldSlices.isBlank(text.array()[text.length() - 1])) {
            text.setLength(text.length() - 1);
        }
        return position < bytes.length || whole;
    }

    private void skipBlanks() {
        while (dialect.trims()
                && position < bytes.length
                && FieldSlices.isBlank(bytes[position])
                && bytes[position] != dialect.delimiter()) {
            position++;
        }
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
