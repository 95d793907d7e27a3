package dev.sluice.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A test process that is killed while its server runs. */
public final class KilledProcess {
    private KilledProcess() {}

    /**
     * Waits until all that the process started has ended too.
     *
     * @param main starts a server, prints its port and then waits
     * @return the server's port
     */
    public static int portOf(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int port = Integer.parseInt(child.inputReader().readLine());
        List<ProcessHandle> started = child.descendants().toList();
        assertThat(started).isNotEmpty();

        child.destroyForcibly().waitFor();

        for (ProcessHandle process : started) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
        return port;
    }
}
