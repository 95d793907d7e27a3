package dev.sluice.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnpackedTest {
    private final String name = "test-" + UUID.randomUUID();
    private final Set<Path> filled = new ConcurrentSkipListSet<>();

    @AfterEach
    void remove() throws IOException {
        Path folder = Folders.temporary()
                .resolve("sluice-testkit-" + System.getProperty("user.name"))
                .resolve(name);
        if (Files.exists(folder)) {
            Folders.delete(folder);
        }
    }

    @Test
    void aFolderIsFilledOnce() throws Exception {
        Path first = Unpacked.once(name, this::fill);
        Path second = Unpacked.once(name, this::fill);

        assertThat(second).isEqualTo(first);
        assertThat(filled).hasSize(1).allMatch(Files::notExists);
        assertThat(first.resolve("file")).hasContent("full");
    }

    @Test
    void whoComesSecondWithAFullFolderUsesTheFirst() throws Exception {
        CyclicBarrier bothAreFull = new CyclicBarrier(2);
        Callable<Path> unpacking = () -> Unpacked.once(name, folder -> {
            fill(folder);
            meet(bothAreFull);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Path> one = threads.submit(unpacking);
            Future<Path> other = threads.submit(unpacking);

            assertThat(one.get()).isEqualTo(other.get());
            assertThat(one.get().resolve("file")).hasContent("full");
            assertThat(filled).hasSize(2).allMatch(Files::notExists);
        }
    }

    @Test
    void aFailureLeavesNothingAndIsTriedAgain() throws Exception {
        assertThatThrownBy(() -> Unpacked.once(name, folder -> {
                    fill(folder);
                    throw new IOException("half full");
                }))
                .hasMessage("half full");
        assertThat(filled).hasSize(1).allMatch(Files::notExists);

        assertThat(Unpacked.once(name, this::fill).resolve("file")).hasContent("full");
    }

    private void fill(Path folder) throws IOException {
        filled.add(folder);
        Files.writeString(folder.resolve("file"), "full");
    }

    private static void meet(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
