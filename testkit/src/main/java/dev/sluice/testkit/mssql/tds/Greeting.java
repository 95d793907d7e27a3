package dev.sluice.testkit.mssql.tds;

import java.io.IOException;

/** What the server says of itself: the answers to PRELOGIN and LOGIN7. */
final class Greeting {
    static final String SERVER = "SLUICE";
    private static final int TDS_7_4 = 0x74000004;
    private static final byte[] VERSION = {16, 0, 0x10, 0, 0, 0};
    private static final int ENCRYPT_NOT_SUPPORTED = 2;

    private Greeting() {}

    /** Options as (kind, offset, length), big-endian, then their data: version, encryption, instance, MARS off. */
    static void preLogin(MessageOutput out) throws IOException {
        int[] kinds = {0, 1, 2, 4};
        byte[][] data = {VERSION, {ENCRYPT_NOT_SUPPORTED}, {0}, {0}};
        int offset = 5 * kinds.length + 1;
        for (int i = 0; i < kinds.length; i++) {
            out.u8(kinds[i]);
            out.u8(offset >> 8);
            out.u8(offset);
            out.u8(0);
            out.u8(data[i].length);
            offset += data[i].length;
        }
        out.u8(0xff);
        for (byte[] bytes : data) {
            out.bytes(bytes);
        }
        out.end();
    }

    static void welcome(Tokens tokens, Login login) throws IOException {
        MessageOutput out = tokens.out();
        int size = Math.clamp(login.packetSize(), 512, 32767);
        tokens.environment(1, login.database(), "master");
        tokens.info(5701, "Changed database context to '" + login.database() + "'.");
        tokens.collation();
        tokens.environment(2, "us_english", "");
        tokens.info(5703, "Changed language setting to us_english.");
        String program = "Microsoft SQL Server";
        out.u8(0xad);
        out.u16(1 + 4 + MessageOutput.shortLength(program) + 4);
        out.u8(1);
        out.bigEndian(TDS_7_4);
        out.shortText(program);
        out.u8(16);
        out.u8(0);
        out.u8(0x10);
        out.u8(0);
        tokens.environment(4, Integer.toString(size), Integer.toString(out.packetSize()));
        tokens.done(Tokens.FINAL, 0, 0);
        out.end();
        out.packetSize(size);
    }
}
