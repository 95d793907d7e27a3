package dev.sluice.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script says where there is nothing to unpack. */
class UnpackMysqlTest {
    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void copyTheScript() throws IOException {
        script = Files.writeString(folder.resolve("unpack.sh"), MysqlInstallation.script());
    }

    @Test
    void aMachineWithoutAptIsToldSo() {
        assertThatThrownBy(() -> Programs.run(
                        folder, List.of("env", "PATH=/nonexistent", "/bin/bash", script.toString(), folder.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MySQL can not be unpacked from Debian packages: apt-get is missing");
    }

    @Test
    void aMirrorThatIsNotThereIsToldSo() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/apt-get")));
        assumeTrue(Files.exists(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg")));
        Path sources = Files.writeString(folder.resolve("sources.list"), "deb http://127.0.0.1:9/debian stable main\n");
        Path configuration = Files.writeString(
                folder.resolve("machine.conf"),
                "Dir::Etc::sourcelist \"" + sources + "\";\nDir::Etc::sourceparts \"/dev/null\";\n");

        assertThatThrownBy(() -> Programs.run(
                        folder,
                        List.of("env", "APT_CONFIG=" + configuration, "bash", script.toString(), folder.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no mirror of this machine has Debian's unstable distribution");
    }
}
