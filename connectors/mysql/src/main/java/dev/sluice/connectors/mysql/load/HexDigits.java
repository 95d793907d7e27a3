package dev.sluice.connectors.mysql.load;

import java.nio.charset.StandardCharsets;

/** The digits of UNHEX. */
final class HexDigits {
    static final byte[] BYTES = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private HexDigits() {}
}
