package dev.sluice.connectors.mysql.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a connection receives, read in large pieces. The driver gets just the bytes that it asks for, so that between two
 * of its packets somebody else can go on: {@link #nextRow()} finds the packets of rows where they lie, and leaves every
 * other packet to the driver. Used by one thread at a time.
 *
 * @see <a href="https://mariadb.com/kb/en/0-packet/">MariaDB: packets</a>
 */
public final class Packets extends InputStream {
    private static final int BUFFER_BYTES = 128 << 10;
    private static final int HEADER_BYTES = 4;
    /** First byte of packets that may not be rows: an error, or the end of the rows. */
    private static final int FIRST_THAT_IS_NO_ROW = 0xFE;

    private static final ThreadLocal<Packets> LAST_READ = new ThreadLocal<>();

    private final InputStream socket;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private int row;

    Packets(InputStream socket) {
        this.socket = socket;
    }

    /** The ones that the driver read from last in this thread, if it read a packet with these bytes then. */
    public static Optional<Packets> after(byte[] packet) {
        return Optional.ofNullable(LAST_READ.get()).filter(packets -> packets.gave(packet));
    }

    private boolean gave(byte[] packet) {
        int start = at - packet.length;
        return start >= 0 && Arrays.equals(buffer, start, at, packet, 0, packet.length);
    }

    /**
     * Goes to the next row, as soon as it is there.
     *
     * @return false where the next packet isn't a row, or larger than most: the driver has to read it
     */
    public boolean nextRow() throws IOException {
        if (!isThere(HEADER_BYTES + 1)) {
            return false;
        }
        int length = buffer[at] & 0xFF | (buffer[at + 1] & 0xFF) << 8 | (buffer[at + 2] & 0xFF) << 16;
        boolean isRow = (buffer[at + HEADER_BYTES] & 0xFF) < FIRST_THAT_IS_NO_ROW;
        if (!isRow || !isThere(HEADER_BYTES + length)) {
            return false;
        }
        row = at + HEADER_BYTES;
        at = row + length;
        return true;
    }

    /** Holds the row from {@link #rowStart()} to {@link #rowEnd()}, until the next one is asked for. */
    public byte[] buffer() {
        return buffer;
    }

    public int rowStart() {
        return row;
    }

    public int rowEnd() {
        return at;
    }

    /** Whether that many bytes follow; false at the end of what is received, and for more than the buffer takes. */
    private boolean isThere(int bytes) throws IOException {
        if (bytes > buffer.length) {
            return false;
        }
        while (end - at < bytes) {
            if (buffer.length - at < bytes) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            }
            int received = socket.read(buffer, end, buffer.length - end);
            if (received < 0) {
                return false;
            }
            end += received;
        }
        return true;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        LAST_READ.set(this);
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            at = 0;
            end = 0;
            if (!isThere(1)) {
                return -1;
            }
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Nothing ever: the driver would take what is there, and keep it. */
    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
