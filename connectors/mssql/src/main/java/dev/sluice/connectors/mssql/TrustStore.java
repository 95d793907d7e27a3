package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.server.CertificateAuthorities;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Properties;

/** Makes of a file with certificates what the driver takes: it knows no PEM. */
final class TrustStore {
    /** There is nothing secret in it, but the format asks for one. */
    private static final String PASSWORD = "certificates";

    private TrustStore() {}

    /** Adds a store with the authorities of a file; it is deleted when the program ends. */
    static void add(Properties properties, String certificates) {
        KeyStore authorities = CertificateAuthorities.read(MssqlDialect.INSTANCE, certificates);
        try {
            Path store = Files.createTempFile("sluice-authorities", ".p12");
            store.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(store)) {
                authorities.store(out, PASSWORD.toCharArray());
            }
            properties.setProperty("trustStore", store.toString());
            properties.setProperty("trustStoreType", "PKCS12");
            properties.setProperty("trustStorePassword", PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConnectorException(
                    ErrorCode.INTERNAL,
                    "SQL Server: the certificates of '" + certificates + "' can't be written to a temporary file: "
                            + e.getMessage(),
                    e);
        }
    }
}
