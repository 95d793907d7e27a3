package dev.sluice.connectors.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import oracle.jdbc.OracleConnection;
import oracle.jdbc.OracleDriver;
import oracle.jdbc.datasource.impl.OracleDataSource;

/**
 * All that the driver needs to connect.
 *
 * @param trust what decides on the server's certificate, where that isn't left to a wallet or to Java
 */
record Login(String url, Properties properties, Optional<SSLContext> trust) {
    /** The one place where connections come from: Oracle Net, or in tests what stands in for it. */
    @FunctionalInterface
    interface Opener {
        Connection open(Login login) throws SQLException;
    }

    /** Connects over Oracle Net. */
    Connection open() throws SQLException {
        if (trust.isEmpty()) {
            return new OracleDriver().connect(url, properties);
        }
        OracleDataSource source = new OracleDataSource();
        source.setURL(url);
        source.setConnectionProperties(properties);
        return source.createConnectionBuilder()
                .user(properties.getProperty(OracleConnection.CONNECTION_PROPERTY_USER_NAME))
                .password(properties.getProperty(OracleConnection.CONNECTION_PROPERTY_PASSWORD))
                .sslContext(trust.get())
                .build();
    }
}
