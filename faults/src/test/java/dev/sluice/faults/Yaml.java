package dev.sluice.faults;

import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.s3.TestingS3;
import dev.sluice.testkit.server.SqlEndpoint;
import java.net.URI;
import java.nio.file.Path;

/** Connections as lines of a pipeline file. */
final class Yaml {
    private Yaml() {}

    /** Through a port that leads to the database's. */
    static String connection(String place, TestingDatabase database, int port) {
        return connection(place, "postgresql", database, database.name(), port);
    }

    static String connection(String place, TestingMysqlDatabase database, int port) {
        return connection(place, "mysql", database, database.name(), port);
    }

    private static String connection(String place, String type, SqlEndpoint endpoint, String database, int port) {
        return place + ": {connector_type: " + type + ", config: {host: " + endpoint.host() + ", port: " + port
                + ", database: " + database + ", user: " + endpoint.user() + ", password: \"" + endpoint.password()
                + "\"}}";
    }

    static String sqlite(String place, Path file) {
        return place + ": {connector_type: sqlite, config: {database_path: " + file + "}}";
    }

    static String s3(String place, TestingS3 server, URI endpoint, String bucket, String prefix, String format) {
        return place + ": {connector_type: s3, config: {bucket: " + bucket + ", prefix: " + prefix
                + ", format: " + format + ", overwrite: true, endpoint: \"" + endpoint + "\", aws_access_key_id: "
                + server.accessKeyId() + ", aws_secret_access_key: \"" + server.secretAccessKey() + "\"}}";
    }
}
