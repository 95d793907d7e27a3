package dev.sluice.spi.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array to write text into without Strings; not thread-safe. */
public final class ByteSink {
    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** What was written, from position 0; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
    }

    /** Cuts or, after {@link #reserve}, extends what counts as written. */
    public void setLength(int newLength) {
        length = newLength;
    }

    /** Makes room for {@code more} bytes and returns the array to write them to, at {@link #length()}. */
    public byte[] reserve(int more) {
        if (bytes.length - length < more) {
            long needed = (long) length + more;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a text of more than 2 GiB can't be built in memory");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * length)));
        }
        return bytes;
    }

    public void write(int oneByte) {
        reserve(1)[length++] = (byte) oneByte;
    }

    public void write(byte[] source, int from, int count) {
        System.arraycopy(source, from, reserve(count), length, count);
        length += count;
    }

    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    /** Writes ASCII characters. */
    public void writeAscii(String ascii) {
        int count = ascii.length();
        byte[] target = reserve(count);
        for (int i = 0; i < count; i++) {
            target[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
