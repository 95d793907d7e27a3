package dev.sluice.connectors.postgresql;

/** Whether the connection is encrypted, as libpq's {@code sslmode}. */
enum TlsMode {
    DISABLE,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    /** The driver's spelling. */
    String driverValue() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
