package dev.sluice.testkit.mssql.tds;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One message of the server after the other, little-endian, cut into packets as they fill. */
public final class MessageOutput {
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int position = Packet.HEADER;
    private int packetId;

    MessageOutput(OutputStream out) {
        this.out = out;
    }

    int packetSize() {
        return buffer.length;
    }

    /** Between two messages only. */
    void packetSize(int size) {
        buffer = new byte[size];
    }

    public void u8(int value) throws IOException {
        if (position == buffer.length) {
            send(false);
        }
        buffer[position++] = (byte) value;
    }

    public void u16(int value) throws IOException {
        u8(value);
        u8(value >> 8);
    }

    public void i32(int value) throws IOException {
        if (buffer.length - position >= 4) {
            buffer[position] = (byte) value;
            buffer[position + 1] = (byte) (value >> 8);
            buffer[position + 2] = (byte) (value >> 16);
            buffer[position + 3] = (byte) (value >> 24);
            position += 4;
        } else {
            u16(value);
            u16(value >> 16);
        }
    }

    public void i64(long value) throws IOException {
        i32((int) value);
        i32((int) (value >> 32));
    }

    /** The lower bytes of a number. */
    public void unsigned(long value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            u8((int) (value >> (8 * i)));
        }
    }

    public void bytes(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (position == buffer.length) {
                send(false);
            }
            int count = Math.min(length - done, buffer.length - position);
            System.arraycopy(bytes, offset + done, buffer, position, count);
            position += count;
            done += count;
        }
    }

    public void bytes(byte[] bytes) throws IOException {
        bytes(bytes, 0, bytes.length);
    }

    public void text(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            u16(text.charAt(i));
        }
    }

    /** A text with its length in characters in one byte before it. */
    public void shortText(String text) throws IOException {
        u8(text.length());
        text(text);
    }

    /** A text with its length in characters in two bytes before it. */
    public void longText(String text) throws IOException {
        u16(text.length());
        text(text);
    }

    /** Big-endian, as versions are. */
    void bigEndian(int value) throws IOException {
        i32(Integer.reverseBytes(value));
    }

    /** The bytes that {@link #shortText} takes. */
    static int shortLength(String text) {
        return 1 + text.getBytes(StandardCharsets.UTF_16LE).length;
    }

    /** Sends what is left as the last packet of the message. */
    void end() throws IOException {
        send(true);
        out.flush();
        packetId = 0;
    }

    private void send(boolean last) throws IOException {
        buffer[0] = Packet.RESPONSE;
        buffer[1] = (byte) (last ? 1 : 0);
        buffer[2] = (byte) (position >> 8);
        buffer[3] = (byte) position;
        buffer[4] = 0;
        buffer[5] = 0;
        buffer[6] = (byte) ++packetId;
        buffer[7] = 0;
        out.write(buffer, 0, position);
        position = Packet.HEADER;
    }
}
