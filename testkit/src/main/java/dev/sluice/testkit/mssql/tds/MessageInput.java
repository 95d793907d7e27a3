package dev.sluice.testkit.mssql.tds;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of one message of a client, little-endian, read packet by packet. */
public final class MessageInput extends InputStream {
    private final ClientPackets packets;
    private Packet packet;
    private int position;

    MessageInput(ClientPackets packets, Packet first) {
        this.packets = packets;
        this.packet = first;
    }

    /** Whether the message has no more bytes. */
    public boolean atEnd() throws IOException {
        return !more();
    }

    /** Whether the client took the message back while it sent it; known at its end. */
    boolean isVoid() {
        return packet.isVoid();
    }

    int type() {
        return packet.type();
    }

    /** Reads and forgets what is left. */
    void drain() throws IOException {
        while (!packet.last()) {
            next();
        }
        position = packet.body().length;
    }

    @Override
    public int read() throws IOException {
        return more() ? packet.body()[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0 || !more()) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, packet.body().length - position);
        System.arraycopy(packet.body(), position, bytes, offset, count);
        position += count;
        return count;
    }

    public int u8() throws IOException {
        if (!more()) {
            throw new EOFException("the message ends too early");
        }
        return packet.body()[position++] & 0xff;
    }

    public int u16() throws IOException {
        return u8() | u8() << 8;
    }

    public int i32() throws IOException {
        byte[] body = packet.body();
        if (body.length - position >= 4) {
            int value = body[position] & 0xff
                    | (body[position + 1] & 0xff) << 8
                    | (body[position + 2] & 0xff) << 16
                    | body[position + 3] << 24;
            position += 4;
            return value;
        }
        return u16() | u16() << 16;
    }

    public long i64() throws IOException {
        return i32() & 0xffff_ffffL | (long) i32() << 32;
    }

    /** An unsigned number of so many bytes, at most eight. */
    public long unsigned(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) u8() << (8 * i);
        }
        return value;
    }

    public byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        if (readNBytes(bytes, 0, length) < length) {
            throw new EOFException("the message ends too early");
        }
        return bytes;
    }

    public String text(int chars) throws IOException {
        return new String(bytes(2 * chars), StandardCharsets.UTF_16LE);
    }

    /** A text with its length in characters in one byte before it. */
    public String shortText() throws IOException {
        return text(u8());
    }

    void skip(int length) throws IOException {
        skipNBytes(length);
    }

    private boolean more() throws IOException {
        while (position == packet.body().length) {
            if (packet.last()) {
                return false;
            }
            next();
        }
        return true;
    }

    private void next() throws IOException {
        packet = packets.take();
        position = 0;
        if (packet == Packet.END) {
            throw new EOFException("the client is gone");
        }
        if (packet.type() == Packet.ATTENTION) {
            throw new CancelledMessage();
        }
    }

    /** The client cancelled the request in the middle of its message. */
    static final class CancelledMessage extends IOException {
        private static final long serialVersionUID = 1;
    }
}
