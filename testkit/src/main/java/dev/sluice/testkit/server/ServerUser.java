package dev.sluice.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user that runs a database server: this one, but nobody where this one is root, whom servers refuse. */
public final class ServerUser {
    private static final int NOBODY = 65534;

    private ServerUser() {}

    /** The command that runs a program as that user, without this process's environment. To be added to. */
    public static List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("env", "-i", "HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin:/bin"));
        command.addAll(program);
        return command;
    }

    /** Creates a folder that belongs to that user. */
    public static Path createFolder(Path folder) throws IOException {
        return give(Files.createDirectory(folder));
    }

    /** Makes a file or folder that user's. */
    static Path give(Path path) throws IOException {
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
        return path;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
