package dev.sluice.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How victims are started, which takes most of a kill's time: with an archive of preloaded classes where all of the program
 * is in jars, as in {@code mvn verify}, and from folders of classes, slower, in a build that stops at the tests.
 */
final class StartUp {
    private static final List<String> FLAGS = List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED");

    private final String jars;
    private final String folders;
    private final Path archive;

    private StartUp(String jars, String folders, Path archive) {
        this.jars = jars;
        this.folders = folders;
        this.archive = archive;
    }

    static StartUp prepare(Path folder) throws IOException, InterruptedException {
        List<String> entries =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> jars =
                entries.stream().filter(entry -> entry.endsWith(".jar")).toList();
        List<String> folders =
                entries.stream().filter(entry -> !entry.endsWith(".jar")).toList();
        StartUp startUp = new StartUp(
                String.join(File.pathSeparator, jars),
                String.join(File.pathSeparator, folders),
                folder.resolve("victims.archive"));
        if (jars.stream().anyMatch(jar -> jar.contains("sluice-cli-"))) {
            startUp.makeArchive();
        }
        return startUp;
    }

    private void makeArchive() throws IOException, InterruptedException {
        String option = Runtime.version().feature() >= 25 ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        List<String> command = java();
        command.add(option + archive);
        command.addAll(List.of("-cp", jars, "dev.sluice.cli.StartUpTraining"));
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(archive.resolveSibling("training.log").toFile())
                .start();
        if (!training.waitFor(2, TimeUnit.MINUTES) || training.exitValue() != 0) {
            training.destroyForcibly().waitFor();
            Files.deleteIfExists(archive);
        }
    }

    /** The command up to the name of the class; to be added to. */
    List<String> command() {
        List<String> command = java();
        if (Files.exists(archive)) {
            String option = Runtime.version().feature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
            command.addAll(List.of(option + archive, "-Xlog:disable"));
        }
        command.addAll(List.of("-cp", jars + File.pathSeparator + folders));
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        return command;
    }
}
