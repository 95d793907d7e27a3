package dev.sluice.connectors.mssql;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Properties;

/** Makes of a file with certificates what the driver takes: it knows no PEM. */
final class TrustStore {
    /** There is nothing secret in it, but the format asks for one. */
    private static final String PASSWORD = "certificates";

    private TrustStore() {}

    /** Adds a store with the authorities of a file; it is deleted when the program ends. */
    static void add(Properties properties, String certificates) {
        try {
            Path store = Files.createTempFile("sluice-authorities", ".p12");
            store.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(store)) {
                of(Path.of(certificates)).store(out, PASSWORD.toCharArray());
            }
            properties.setProperty("trustStore", store.toString());
            properties.setProperty("trustStoreType", "PKCS12");
            properties.setProperty("trustStorePassword", PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "SQL Server: 'ssl_root_cert' names '" + certificates + "', which can't be read as certificates: "
                            + e.getMessage(),
                    e);
        }
    }

    static KeyStore of(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("it holds none");
            }
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        return store;
    }
}
