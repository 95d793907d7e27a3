package dev.sluice.connectors.jdbc.server;

import java.util.Locale;

/** Whether a connection is encrypted and what of the server's certificate is checked; the names are libpq's. */
public enum TlsMode {
    /** No encryption. */
    DISABLE,
    /** Encryption where the server offers it; the certificate isn't checked. */
    PREFER,
    /** Encryption or no connection; the certificate isn't checked. */
    REQUIRE,
    /** The certificate must come from an authority that is trusted. */
    VERIFY_CA,
    /** And it must be for the host that was asked for. */
    VERIFY_FULL;

    /** As libpq and most drivers spell it: {@code verify-full}. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the server's certificate is checked. */
    public boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }
}
