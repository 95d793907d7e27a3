package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real launcher with a JDK that only prints what it was started with. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path temporary;

    private Path home;

    @BeforeEach
    void distribution() throws IOException {
        home = temporary.resolve("a folder with spaces");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.createFile(home.resolve("lib/sluice-cli-1.jar"));
        Path launcher = Path.of("..", "dist", "src", "main", "bin", "sluice");
        Files.copy(launcher, home.resolve("bin/sluice"));
        assertThat(home.resolve("bin/sluice").toFile().setExecutable(true)).isTrue();
    }

    private Path jdk(String version) throws IOException {
        Path jdk = temporary.resolve("jdk " + version);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nIMPLEMENTOR=\"A Vendor\"\n");
        Path java = jdk.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\necho java " + version + "\nfor a; do echo \"[$a]\"; done\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return jdk;
    }

    private record Result(int exitCode, String output) {}

    private Result run(Path program, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(temporary.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("SLUICE_START_UP", "off");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Map<String, String> environment =
                Map.of("SLUICE_JAVA_HOME", jdk("21.0.1").toString());
        Result result = run(home.resolve("bin/sluice"), environment, "copy", "a b", "*", "");
        assertThat(result.exitCode).isZero();
        assertThat(result.output).endsWith("[dev.sluice.cli.Main]\n[copy]\n[a b]\n[*]\n[]\n");
    }

    @Test
    void namesOfFilesAreUtf8WhereNoLocaleIsSet() throws Exception {
        Path jdk = jdk("21");
        Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\n");
        for (String locale : List.of("", "C", "POSIX")) {
            assertThat(run(home.resolve("bin/sluice"), locale(jdk, locale)).output)
                    .isEqualTo("LC_ALL=C.UTF-8\n");
        }
        assertThat(run(home.resolve("bin/sluice"), locale(jdk, "de_DE.ISO-8859-1")).output)
                .isEqualTo("LC_ALL=\n");
    }

    private static Map<String, String> locale(Path jdk, String lang) {
        return Map.of("SLUICE_JAVA_HOME", jdk.toString(), "LC_ALL", "", "LC_CTYPE", "", "LANG", lang);
    }

    @Test
    void aSymbolicLinkLeadsToTheProgram() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), home.resolve("bin/sluice"));
        Result result = run(link, Map.of("SLUICE_JAVA_HOME", jdk("25").toString()));
        assertThat(result.output).contains("[-Dsluice.home=" + home.toRealPath() + "]");
    }

    @Test
    void contract11MaxMemoryIsTheHeap() throws Exception {
        Map<String, String> environment = Map.of("SLUICE_JAVA_HOME", jdk("21").toString());
        Path program = home.resolve("bin/sluice");
        assertThat(run(program, environment, "run", "--max-memory", "512m").output)
                .contains("[-Xmx512m]");
        assertThat(run(program, environment, "run", "--max-memory=2GiB").output).contains("[-Xmx2G]");
        for (String size : List.of("lots", "1k", "0g", "63m", "1000", "99999999999999999999999g")) {
            assertThat(run(program, environment, "run", "--max-memory=" + size).output)
                    .containsPattern("\\[-Xmx\\d{3,}m\\]");
        }
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk("17.0.2").toString(), "PATH", jdk("23") + "/bin:" + System.getenv("PATH"));
        assertThat(run(home.resolve("bin/sluice"), environment).output).startsWith("java 23\n");
    }

    @Test
    void aJdkThatWasAskedForAndIsTooOldIsAnError() throws Exception {
        Result result = run(
                home.resolve("bin/sluice"),
                Map.of("SLUICE_JAVA_HOME", jdk("1.8.0_400").toString()));
        assertThat(result.exitCode).isEqualTo(2);
        assertThat(result.output.lines()).singleElement().asString().contains("not a JDK 21 or newer");
    }
}
