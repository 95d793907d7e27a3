package dev.sluice.connectors.jdbc.server;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;

/** The certificate authorities of {@code ssl_root_cert}, a PEM file for every database. */
public final class CertificateAuthorities {
    private CertificateAuthorities() {}

    /**
     * The file, if one is named: read once here, since drivers say of a broken one only that there is no connection.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where it can't be read as certificates
     */
    public static Optional<String> file(Dialect dialect, Options options) {
        Optional<String> file = options.find(ServerOptions.SSL_ROOT_CERT);
        file.ifPresent(name -> read(dialect, name));
        return file;
    }

    /**
     * The authorities of a file as a store without a password.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where it can't be read as certificates
     */
    public static KeyStore read(Dialect dialect, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("it holds none");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    dialect.product() + ": 'ssl_root_cert' names '" + file
                            + "', which can't be read as certificates in PEM: " + reason,
                    e);
        }
    }
}
