package dev.sluice.testkit.mssql.tds;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * One packet of a client.
 *
 * @param status bits: 1 last of its message, 2 the message is void, 8 and 16 reset the connection first
 */
record Packet(int type, int status, byte[] body) {
    static final int HEADER = 8;

    static final int SQL_BATCH = 1;
    static final int RPC = 3;
    static final int RESPONSE = 4;
    static final int ATTENTION = 6;
    static final int BULK_LOAD = 7;
    static final int TRANSACTION = 14;
    static final int LOGIN = 16;
    static final int PRELOGIN = 18;

    /** Stands for the end of the connection. */
    static final Packet END = new Packet(-1, 1, new byte[0]);

    boolean last() {
        return (status & 1) != 0;
    }

    boolean isVoid() {
        return (status & 2) != 0;
    }

    boolean resets() {
        return (status & 0x18) != 0;
    }

    static Packet read(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        int status = in.readUnsignedByte();
        int length = in.readUnsignedShort();
        in.skipNBytes(4);
        if (length < HEADER) {
            throw new IOException("a packet of " + length + " bytes is not TDS");
        }
        byte[] body = new byte[length - HEADER];
        in.readFully(body);
        return new Packet(type, status, body);
    }
}
