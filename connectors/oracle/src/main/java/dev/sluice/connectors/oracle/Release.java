package dev.sluice.connectors.oracle;

import java.sql.Connection;
import java.sql.SQLException;

/** What a server has, by its version. */
enum Release {
    /** And before. */
    V19,
    /** Has a type for JSON. */
    V21,
    /** Has a type for booleans too. */
    V23;

    static Release of(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        return major >= 23 ? V23 : major >= 21 ? V21 : V19;
    }

    boolean hasJson() {
        return this != V19;
    }

    boolean hasBoolean() {
        return this == V23;
    }
}
