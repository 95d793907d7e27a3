package dev.sluice.testkit.mssql.tds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What a client says of itself in LOGIN7. */
record Login(int packetSize, String user, String password, String application, String database) {
    static Login read(MessageInput in) throws IOException {
        ByteBuffer message = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        String database = field(message, 68, false);
        return new Login(
                message.getInt(8),
                field(message, 40, false),
                field(message, 44, true),
                field(message, 48, false),
                database.isEmpty() ? "master" : database);
    }

    /** A text, by the offset and the length in characters that are found at a place of the fixed part. */
    private static String field(ByteBuffer message, int place, boolean obfuscated) {
        int offset = message.getShort(place) & 0xffff;
        byte[] bytes = new byte[2 * (message.getShort(place + 2) & 0xffff)];
        message.get(offset, bytes);
        if (obfuscated) {
            for (int i = 0; i < bytes.length; i++) {
                int plain = (bytes[i] & 0xff) ^ 0xa5;
                bytes[i] = (byte) (plain << 4 | plain >> 4);
            }
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "login of " + user + " to " + database;
    }
}
