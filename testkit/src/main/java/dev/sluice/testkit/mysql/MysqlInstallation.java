package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Programs;
import dev.sluice.testkit.server.ServerUser;
import dev.sluice.testkit.server.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * MySQL from Debian's packages, fetched by a script. They are of another release than the machine's, so the server runs on
 * its own C library, through the loader that came with it.
 */
final class MysqlInstallation {
    private static final String SCRIPT = "unpack-mysql.sh";

    private MysqlInstallation() {}

    static Installation unpacked() throws IOException, InterruptedException {
        String script = script();
        Path folder = Unpacked.once(
                "mysql-" + Unpacked.checksum((script + EmbeddedMysql.CREATE_USER).getBytes(StandardCharsets.UTF_8)),
                into -> unpack(script, into));
        return new Installation(TestingMysql.MYSQL, program(folder), folder.resolve("data"));
    }

    private static void unpack(String script, Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(SCRIPT), script);
        Programs.run(folder, List.of("bash", file.toString(), folder.toString()));
        initialize(folder);
    }

    private static void initialize(Path folder) throws IOException, InterruptedException {
        Path data = ServerUser.createFolder(folder.resolve("data"));
        Path sql = Files.writeString(
                folder.resolve("initialize.sql"), EmbeddedMysql.CREATE_USER + "DROP USER 'root'@'localhost';\n");
        List<String> command = ServerUser.command(program(folder));
        command.addAll(List.of(
                "--datadir=" + data,
                "--initialize-insecure",
                "--init-file=" + sql,
                "--innodb-flush-method=nosync",
                "--innodb-use-native-aio=OFF",
                "--innodb-redo-log-capacity=64M"));
        Programs.run(folder, command);
        // each copy makes a server id of its own
        Files.delete(data.resolve("auto.cnf"));
    }

    private static List<String> program(Path folder) {
        Path usr = folder.resolve("usr");
        Path libraries = usr.resolve("lib/x86_64-linux-gnu");
        Path share = usr.resolve("share/mysql");
        return List.of(
                libraries.resolve("ld-linux-x86-64.so.2").toString(),
                "--library-path",
                libraries.toString(),
                usr.resolve("sbin/mysqld").toString(),
                "--no-defaults",
                "--basedir=" + usr,
                "--lc-messages-dir=" + share,
                "--character-sets-dir=" + share.resolve("charsets"),
                "--plugin-dir=" + usr.resolve("lib/mysql/plugin"),
                "--secure-file-priv=NULL",
                "--mysqlx=OFF");
    }

    static String script() throws IOException {
        try (InputStream resource = MysqlInstallation.class.getResourceAsStream(SCRIPT)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
