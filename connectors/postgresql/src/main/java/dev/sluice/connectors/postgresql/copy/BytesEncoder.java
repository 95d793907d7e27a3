package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Text, bytea, json, and jsonb behind its version byte. */
final class BytesEncoder extends ColumnEncoder {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOP_BITS = 0x8080808080808080L;
    private static final int SHORT = 64;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final byte JSONB_VERSION = 1;
    private static final int SHOWN = 60;

    private final boolean isText;
    private final int maxLength;
    private final int prefix;
    private BytesColumn column;

    private BytesEncoder(boolean isText, int maxLength, int prefix) {
        this.isText = isText;
        this.maxLength = maxLength;
        this.prefix = prefix;
    }

    /** @param maxLength in characters, or 0 for no limit */
    static BytesEncoder text(int maxLength) {
        return new BytesEncoder(true, maxLength == 0 ? UNLIMITED : maxLength, 0);
    }

    static BytesEncoder jsonb() {
        return new BytesEncoder(true, UNLIMITED, 1);
    }

    static BytesEncoder binary() {
        return new BytesEncoder(false, UNLIMITED, 0);
    }

    @Override
    void bind(Column bound) {
        column = (BytesColumn) bound;
        if (isText) {
            int[] offsets = column.offsets();
            int nul = indexOfNul(column.bytes(), offsets[0], offsets[column.size()]);
            if (nul >= 0) {
                throw nulCharacter(nul);
            }
        }
    }

    @Override
    void measure(int from, int count, int[] sizes) {
        int[] offsets = column.offsets();
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            int length = offsets[from + i + 1] - offsets[from + i];
            if (length > maxLength) {
                requireFits(from + i);
            }
            sizes[i] += 4 + (nulls != null && nulls[from + i] ? 0 : prefix + length);
        }
    }

    @Override
    void write(int from, int count, byte[] out, int[] positions) {
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            int at = positions[i];
            if (nulls != null && nulls[from + i]) {
                Wire.putInt(out, at, Wire.NULL);
                positions[i] = at + 4;
                continue;
            }
            int start = offsets[from + i];
            int length = offsets[from + i + 1] - start;
            Wire.putInt(out, at, prefix + length);
            at += 4;
            if (prefix > 0) {
                out[at++] = JSONB_VERSION;
            }
            copy(bytes, start, out, at, length);
            positions[i] = at + length;
        }
    }

    /** Short texts are many, and a call for each would cost more than the copy; two words that overlap make any length. */
    private static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > SHORT) {
            System.arraycopy(source, from, target, to, length);
        } else if (length >= 8) {
            for (int i = 0; i < length - 8; i += 8) {
                EIGHT.set(target, to + i, (long) EIGHT.get(source, from + i));
            }
            EIGHT.set(target, to + length - 8, (long) EIGHT.get(source, from + length - 8));
        } else {
            for (int i = 0; i < length; i++) {
                target[to + i] = source[from + i];
            }
        }
    }

    /** Where a zero byte is, or -1; eight bytes at a step. */
    static int indexOfNul(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long eight = (long) EIGHT.get(bytes, at);
            if ((eight - ONES & ~eight & TOP_BITS) != 0) {
                break;
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == 0) {
                return at;
            }
        }
        return -1;
    }

    private RefusedValue nulCharacter(int position) {
        int found = Arrays.binarySearch(column.offsets(), 0, column.size() + 1, position);
        int row = found >= 0 ? found : -found - 2;
        while (column.length(row) == 0) {
            row++;
        }
        return new RefusedValue(
                row,
                shown(row),
                "PostgreSQL's text can't hold the character U+0000",
                "remove it at the source, or declare the column as binary under columns");
    }

    private void requireFits(int row) {
        int characters = 0;
        byte[] bytes = column.bytes();
        for (int i = column.start(row); i < column.start(row) + column.length(row); i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        if (characters > maxLength) {
            throw new RefusedValue(
                    row,
                    shown(row),
                    characters + " characters don't fit a column of " + maxLength,
                    "widen the column, or shorten the text at the source");
        }
    }

    private String shown(int row) {
        String text = column.text(row).replace("\0", "\\u0000");
        return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
    }
}
