package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.storage.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, of several threads each, write to the same small files: manifests, journals and leases rely on what comes of it. */
@Timeout(120)
class ReplacementRaceTest {
    private static final int PROCESSES = 3;
    private static final int THREADS = 2;
    private static final int ROUNDS = 60;

    @TempDir
    Path folder;

    @Test
    void ofSeveralWritersOfANewFileOneGetsThroughAndNoReplacementIsLost() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Racer.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        int made = 0;
        for (Process process : processes) {
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            made += Integer.parseInt(told.strip());
        }

        assertThat(made).isEqualTo(ROUNDS);
        assertThat(number(new LocalStorage(), folder + "/counter")).isEqualTo((long) PROCESSES * THREADS * ROUNDS);
        assertThat(Stream.of(folder.toFile().list()).filter(name -> name.startsWith(".sluice")))
                .isEmpty();
    }

    @Test
    void aReplacementWithinATickOfTheClockIsAnotherVersion() throws Exception {
        Path target = Files.writeString(folder.resolve("small"), "1");
        Path hidden = Files.writeString(folder.resolve("hidden"), "2");
        Files.setLastModifiedTime(hidden, Files.getLastModifiedTime(target));
        Optional<StoredFile> before = new LocalStorage().find(target.toString());
        assertThat(Replacement.showInstead(hidden, target, () -> true)).isTrue();

        assertThat(new LocalStorage().find(target.toString())).isPresent().isNotEqualTo(before);
        assertThat(target).hasContent("2");
    }

    private static long number(LocalStorage storage, String path) throws IOException {
        return storage.read(path)
                .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
                .orElse(0L);
    }

    /** Makes files that others make too, and counts in one that others count in; says how many it made. */
    static final class Racer {
        private Racer() {}

        public static void main(String[] args) throws Exception {
            List<Thread> threads = new ArrayList<>();
            int[] made = new int[THREADS];
            for (int i = 0; i < THREADS; i++) {
                int self = i;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        made[self] = race(new LocalStorage(), args[0]);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            int sum = 0;
            for (int i = 0; i < THREADS; i++) {
                threads.get(i).join();
                sum += made[i];
            }
            System.out.println(sum);
        }

        private static int race(LocalStorage storage, String folder) throws IOException {
            int made = 0;
            for (int i = 0; i < ROUNDS; i++) {
                byte[] content = ("" + i).getBytes(StandardCharsets.UTF_8);
                made += storage.replace(folder + "/new-" + i, content, Optional.empty()) ? 1 : 0;
                count(storage, folder + "/counter");
            }
            return made;
        }

        /** Numbers of one length, so that their files differ by nothing but the time. */
        private static void count(LocalStorage storage, String path) throws IOException {
            byte[] next;
            Optional<StoredFile> found;
            do {
                found = storage.find(path);
                next = String.format("%08d", number(storage, path) + 1).getBytes(StandardCharsets.UTF_8);
            } while (!storage.replace(path, next, found));
        }
    }
}
