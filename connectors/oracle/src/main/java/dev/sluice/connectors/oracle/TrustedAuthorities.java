package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.server.CertificateAuthorities;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities from a PEM file, as every other database takes them, for a driver that takes a context. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** @throws ConnectorException where the file can't be read as certificates */
    static SSLContext read(String file) {
        KeyStore authorities = CertificateAuthorities.read(OracleDialect.OLDEST, file);
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConnectorException(
                    ErrorCode.INTERNAL, "Oracle: the certificates of '" + file + "' can't be trusted", e);
        }
    }
}
