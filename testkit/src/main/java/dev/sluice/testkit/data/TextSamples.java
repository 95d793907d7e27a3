package dev.sluice.testkit.data;

import static dev.sluice.testkit.data.TypeMatrix.sample;

import dev.sluice.spi.data.Type;
import java.util.List;
import java.util.UUID;

/** Text, JSON, bytes, UUIDs and intervals. */
final class TextSamples {
    private static final int LONG_TEXT = 300_000;

    static final List<TypeMatrix.Sample> ALL = List.of(
            sample(
                    "a_string",
                    Type.STRING,
                    "",
                    " ",
                    "plain",
                    " leading and trailing ",
                    "NULL",
                    "null",
                    "\\N",
                    "\\.",
                    "\\",
                    "back\\slash\\n",
                    "\"",
                    "\"quoted\"",
                    "it's",
                    "''",
                    "comma,semicolon;pipe|tab\t",
                    "line\nfeed",
                    "carriage\rreturn",
                    "both\r\n",
                    "\n",
                    "true",
                    "00123",
                    "+49 30 123",
                    "1e5",
                    "NaN",
                    "2024-02-29",
                    "äöüß€",
                    "e\u0301 is not \u00e9",
                    "\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDCBB",
                    "\uFEFFbyte order mark",
                    "\u0001\u0007\b\f\u001B\u007F",
                    "\u0085\u2028\u2029",
                    "nul \0 inside",
                    "\uDBFF\uDFFF\uFFFF\uFFFE",
                    "مرحبا שלום",
                    "${env:HOME} %s {0} <a href=\"x\">&amp;</a>",
                    "'; DROP TABLE students; --",
                    "long ".repeat(LONG_TEXT / 5)),
            sample(
                    "a_limited_string",
                    new Type.Text(8),
                    "",
                    "12345678",
                    "äöüß€äöü",
                    "\uD83D\uDE00".repeat(8),
                    "pad   "),
            sample(
                    "a_json",
                    Type.JSON,
                    "{}",
                    "[]",
                    "null",
                    "true",
                    "\"text\"",
                    "0",
                    "{\"b\": 1, \"a\": 2}",
                    "{\"a\":1,\"a\":2}",
                    "12345678901234567890.12345678901234567890",
                    "1.0",
                    "1.10E+2",
                    "{ \"spaces\" : [ 1 , 2 ] }",
                    "{\"escapes\":\"\\u0041\\n\\\"\\/\"}",
                    "{\"ü\":\"\uD83D\uDE00\"}",
                    "[[[[[[[[1]]]]]]]]",
                    "\"\\u0000\""),
            sample(
                    "a_binary",
                    Type.BINARY,
                    new byte[0],
                    new byte[] {0},
                    new byte[] {(byte) 0xFF, (byte) 0xFE},
                    "\\x41".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    everyByte()),
            sample(
                    "a_uuid",
                    Type.UUID,
                    new UUID(0, 0),
                    new UUID(-1, -1),
                    UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                    new UUID(Long.MIN_VALUE, Long.MAX_VALUE)),
            sample("an_interval", Type.INTERVAL, "PT0S", "P1Y2M3D", "PT838H59M59S", "P-1D", "PT-0.000001S"));

    private TextSamples() {}

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
