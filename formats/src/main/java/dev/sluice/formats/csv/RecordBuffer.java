package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/**
 * A window over a range of a file that moves forward record by record, and grows where a record is larger. A last record
 * without a line break gets one. Not thread-safe.
 */
final class RecordBuffer {
    private static final int INITIAL_SIZE = 256 << 10;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 64;

    private final InputFile file;
    private final byte lineEnd;
    private final Place place;
    /** Whether the range ends where the file does. */
    private final boolean toFileEnd;

    private long end;
    private byte[] data;
    private final Dialect dialect;
    private final boolean tolerant;
    private int position;
    private int limit;
    /** Where in the file {@code data[0]} lies. */
    private long base;

    private long next;

    /** The records of a range; the first bad one ends the read. */
    RecordBuffer(InputFile file, FileRange range, Dialect dialect) {
        this(file, range, dialect, false);
    }

    /**
     * @param tolerant whether a bad record is a {@link BadRecord}, which lets whoever reads go on behind it
     */
    RecordBuffer(InputFile file, FileRange range, Dialect dialect, boolean tolerant) {
        this.dialect = dialect;
        this.tolerant = tolerant;
        this.file = file;
        this.lineEnd = dialect.lineEnd();
        this.place = new Place(file, lineEnd);
        this.next = range.start();
        this.base = range.start();
        this.end = Math.min(range.end(), file.length());
        this.toFileEnd = range.end() >= file.length();
        this.data = new byte[(int) Math.min(INITIAL_SIZE, end - next) + 2 * Swar.SLACK];
    }

    /** The bytes; {@link Swar#SLACK} of them after {@link #limit()} are there to be read, and 0. */
    byte[] data() {
        return data;
    }

    /** Where the next record starts. */
    int position() {
        return position;
    }

    void position(int newPosition) {
        position = newPosition;
    }

    /** Where what was read so far ends. */
    int limit() {
        return limit;
    }

    /** The place in the file of a position in {@link #data()}. */
    long filePosition(int dataPosition) {
        return base + dataPosition;
    }

    /** An error at a position in {@link #data()}. */
    ConnectorException malformed(int dataPosition, String message) throws IOException {
        return place.malformed(filePosition(dataPosition), message);
    }

    /**
     * An error of the record at {@link #position()} or after it, which was noticed at a position outside of quotes.
     *
     * @param dataPosition where it is said to be
     */
    RuntimeException badRecord(int dataPosition, int noticed, String message) throws IOException {
        return tolerant ? new BadRecord(ErrorCode.MALFORMED_INPUT, noticed, message) : malformed(dataPosition, message);
    }

    /**
     * Finds where the record at {@link #position()} ends, behind its line end, reading on if need be.
     *
     * @param noticed a position in it that is outside of quotes, in the middle of a field or at its end
     * @return -1 where a quote in it is never closed
     */
    int endOfRecord(int noticed) throws IOException {
        int at = noticed;
        boolean quoted = false;
        boolean fieldStart = false;
        while (true) {
            if (at >= limit) {
                int start = position;
                if (!more()) {
                    return -1;
                }
                at -= start - position;
                continue;
            }
            byte next = data[at];
            if (quoted) {
                if (next == dialect.escape() && !dialect.doublesQuotes()) {
                    at++;
                } else if (next == dialect.quote()) {
                    quoted = false; // the second one of two opens the field again
                    fieldStart = true;
                    at++;
                    continue;
                }
            } else if (next == lineEnd) {
                return at + 1;
            } else if (dialect.hasQuotes() && next == dialect.quote() && fieldStart) {
                quoted = true;
            }
            fieldStart = next == dialect.delimiter();
            at++;
        }
    }

    /** An error at a position in {@link #data()}. */
    ConnectorException error(ErrorCode code, int dataPosition, String message) throws IOException {
        return place.error(code, filePosition(dataPosition), message);
    }

    /** Whether bytes are left that don't make a record. */
    boolean hasRest() {
        return position < limit;
    }

    /** Reads on, keeping what lies at and after {@link #position()}. Returns false at the end of the range. */
    boolean more() throws IOException {
        if (next >= end) {
            return false;
        }
        makeRoom();
        int before = limit;
        while (limit < data.length - 2 * Swar.SLACK && next < end) {
            int room = (int) Math.min(data.length - 2 * Swar.SLACK - limit, end - next);
            int read = file.read(next, data, limit, room);
            if (read < 0) {
                requireEnd();
                end = next;
                break;
            }
            limit += read;
            next += read;
        }
        if (toFileEnd && next == end && limit > 0 && data[limit - 1] != lineEnd) {
            data[limit++] = lineEnd;
        }
        Swar.store(data, limit, 0);
        return limit > before;
    }

    private void requireEnd() {
        if (end != InputFile.UNKNOWN_LENGTH) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    file.name() + ": the file ends at byte " + next + ", expected " + end + " bytes");
        }
    }

    private void makeRoom() throws IOException {
        int rest = limit - position;
        byte[] target = data;
        if (rest == data.length - 2 * Swar.SLACK) {
            if (rest >= MAX_SIZE) {
                throw malformed(position, "a record of more than 2 GiB can't be read");
            }
            target = larger((int) Math.min(MAX_SIZE, 2L * rest));
        } else if (data.length > INITIAL_SIZE + 2 * Swar.SLACK && rest < INITIAL_SIZE / 2) {
            target = new byte[INITIAL_SIZE + 2 * Swar.SLACK];
        }
        System.arraycopy(data, position, target, 0, rest);
        data = target;
        base += position;
        position = 0;
        limit = rest;
    }

    private byte[] larger(int size) throws IOException {
        try {
            return new byte[size + 2 * Swar.SLACK];
        } catch (OutOfMemoryError e) {
            throw error(
                    ErrorCode.OUT_OF_MEMORY,
                    position,
                    "the record that starts here has more than " + (limit - position)
                            + " bytes, too many for the memory there is; is a quote not closed?");
        }
    }
}
