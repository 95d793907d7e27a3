package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The elements of an array in a file, in blocks of whole elements, found by counting brackets outside of strings. The last
 * block holds all that is left; so does one in which something is wrong that would let it grow without end. A block is
 * followed by a {@link JsonCursor#END}. Not thread-safe.
 *
 * <p>Brackets and quotes are looked for in eight bytes at a time, after "Hacker's Delight", 6-1.
 */
final class ElementBlocks {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int BLOCK = 1 << 20;
    private static final int TAIL_BLOCK = 1 << 16;
    private static final int MAX_ELEMENT = Integer.MAX_VALUE - 64;

    private final InputFile file;
    private final FileRange range;
    private byte[] bytes;
    private long offset;
    private int filled;
    private int to;
    private byte afterBlock;
    private boolean atEnd;
    private int scanned;
    private int depth;
    private int lastElementEnd;
    private boolean inString;
    private boolean broken;

    /**
     * @param start where the first element starts, or white space before it
     * @param range whose last element, which starts before its end, is the last of interest
     */
    ElementBlocks(InputFile file, long start, FileRange range) {
        this.file = file;
        this.range = range;
        this.bytes = new byte[(int) Math.min(BLOCK, Math.max(TAIL_BLOCK, file.length() - start))];
        this.offset = start;
    }

    /** Moves to the next block; false at the end of the file. */
    boolean next() throws IOException {
        if (to > 0) {
            bytes[to] = afterBlock;
            System.arraycopy(bytes, to, bytes, 0, filled - to);
            offset += to;
            filled -= to;
            scanned -= to;
            to = 0;
        }
        lastElementEnd = 0;
        while (!broken) {
            scan();
            if (lastElementEnd > 0) {
                return endBlock(lastElementEnd);
            }
            if (atEnd) {
                break;
            }
            fill();
        }
        return filled > 0 && endBlock(filled);
    }

    private boolean endBlock(int end) {
        to = end;
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, to + 1);
        }
        afterBlock = bytes[to];
        bytes[to] = JsonCursor.END;
        return true;
    }

    private void fill() throws IOException {
        if (filled == bytes.length) {
            if (filled == MAX_ELEMENT) {
                throw new ConnectorException(
                        ErrorCode.MALFORMED_INPUT,
                        file.name() + ": the element at byte " + offset
                                + " is longer than 2 GiB; is this an array of objects?");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ELEMENT, 2L * filled));
        }
        long position = offset + filled;
        int most = position < range.end() ? bytes.length - filled : Math.min(TAIL_BLOCK, bytes.length - filled);
        int read = file.read(position, bytes, filled, most);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
    }

    /** Counts the brackets of what was read since. */
    private void scan() {
        int i = scanned;
        while (i < filled && !broken) {
            if (inString) {
                i = stringEnd(i);
                if (i == filled) {
                    break;
                }
                if (bytes[i] == '\\') {
                    if (i + 1 == filled) {
                        break;
                    }
                    i += 2;
                } else {
                    inString = false;
                    broken = bytes[i] != '"';
                    i++;
                }
            } else {
                i = nextMark(i);
                if (i < filled) {
                    count(bytes[i], i);
                    i++;
                }
            }
        }
        scanned = i;
    }

    /** The first quote, backslash or control character from a position, or the end of what was read. */
    private int stringEnd(int from) {
        byte[] source = bytes;
        int i = from;
        int wideEnd = filled - Long.BYTES;
        while (i <= wideEnd) {
            long word = (long) LONG.get(source, i);
            long quote = word ^ ONES * '"';
            long backslash = word ^ ONES * '\\';
            long marks = ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - ONES * ' ') & ~word)
                    & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < filled && source[i] != '"' && source[i] != '\\' && (source[i] >= ' ' || source[i] < 0)) {
            i++;
        }
        return i;
    }

    /** The first quote or bracket from a position, or the end of what was read. */
    private int nextMark(int from) {
        byte[] source = bytes;
        int i = from;
        int wideEnd = filled - Long.BYTES;
        while (i <= wideEnd) {
            long word = (long) LONG.get(source, i);
            long quote = word ^ ONES * '"';
            // sets the bits in which [ ] { } differ; a few other characters come out the same, and count() passes them
            long bracket = (word | ONES * 0x26) ^ ONES * 0x7F;
            long marks = ((quote - ONES) & ~quote | (bracket - ONES) & ~bracket) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < filled && source[i] != '"' && (source[i] | 0x26) != 0x7F) {
            i++;
        }
        return i;
    }

    private void count(byte mark, int at) {
        switch (mark) {
            case '"' -> inString = true;
            case '{' -> depth++;
            case '[' -> depth += depth == 0 ? 0 : 1; // the brackets around the elements don't count
            case '}' -> close(at, true);
            case ']' -> close(at, depth > 0);
            default -> {
                return;
            }
        }
        broken |= depth > JsonCursor.MAX_DEPTH + 1;
    }

    private void close(int at, boolean inElement) {
        if (inElement) {
            depth--;
            broken |= depth < 0;
        }
        if (depth == 0) {
            lastElementEnd = at + 1;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the block ends in {@link #bytes}; it starts at 0. */
    int to() {
        return to;
    }

    /** The position in the file of the first of {@link #bytes}. */
    long offset() {
        return offset;
    }
}
