package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connectors.storage.Stager;
import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the file of a lease is, and what becomes of it. */
class LocalFileLeaseTest {
    private static final LeaseHolder HERE = new LeaseHolder("workspace-1", "host-1 (/srv/.sluice)");
    private static final LeaseHolder THERE = new LeaseHolder("workspace-2", "host-2 (/srv/.sluice)");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LocalFileDestination destination = new LocalFileDestination();
    private int runs;

    @TempDir
    Path folder;

    private WriteRequest request(String base) {
        return FileRuns.write(
                String.format("01JDA%021d", ++runs),
                folder.resolve(base),
                Map.of("format", "csv", "overwrite", true),
                WriteMode.OVERWRITE);
    }

    private Lease take(WriteRequest request, LeaseHolder holder) {
        return destination.lease(request, holder, MINUTE);
    }

    private List<String> hidden() throws IOException {
        return everything().stream().filter(name -> name.contains(".sluice")).toList();
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void contract19TwoRunsToOneFileAreKeptApartByAHiddenFileBesideItWhichGoesWithTheFirst() throws Exception {
        WriteRequest first = request("out/people.csv");
        try (Lease lease = take(first, HERE)) {
            assertThat(hidden()).singleElement().asString().startsWith("out/.sluice-lock-");
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> take(request("out/people.csv"), THERE));
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(failure).hasMessageContaining(first.runId()).hasMessageContaining("host-1");
            take(request("out/others.csv"), THERE).close();

            FileRuns.run(destination, first, 30);
            assertThat(FileRuns.rows(folder.resolve("out/people.csv"))).hasSize(30);
            assertThat(FileRuns.rows(folder.resolve("out")))
                    .as("readers don't see it")
                    .hasSize(30);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(everything()).containsExactly("out", "out/people.csv");
    }

    @Test
    void anOverwriteOfAFolderLeavesTheLeaseInIt() throws Exception {
        FileRuns.run(destination, request("lake"), 30);
        WriteRequest again = request("lake");
        try (Lease lease = take(again, HERE)) {
            FileRuns.run(destination, again, 60);
            assertThat(hidden()).hasSize(1);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(hidden()).isEmpty();
        assertThat(FileRuns.rows(folder.resolve("lake/people"))).hasSize(60);
    }

    @Test
    void theFoldersThatALeaseMadeGoWithItWhereTheRunWroteNothing() throws Exception {
        take(request("new/deep/people.csv"), HERE).close();
        take(request("new/lake"), HERE).close();
        WriteRequest aborted = request("new/lake");
        try (Lease lease = take(aborted, HERE)) {
            WriteHandle handle = destination.begin(aborted);
            FileRuns.stage(destination, aborted, handle, 0, 0, 5);
            destination.abort(aborted, handle);
            assertThat(lease.renew()).isTrue();
        }
        assertThat(everything()).isEmpty();
    }

    /** A machine's clock may be wrong; that of the disk may too, but it is one. */
    @Test
    void contract19ALeaseEndsByTheClockThatTheDiskGoesBy() throws Exception {
        Lease crashed = take(request("lake"), HERE);
        Path file = folder.resolve(hidden().getFirst());
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofSeconds(50))));
        assertThat(catchThrowableOfType(ConnectorException.class, () -> take(request("lake"), THERE))
                        .code())
                .isEqualTo(ErrorCode.LOCKED);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofSeconds(61))));

        try (Lease next = take(request("lake"), THERE)) {
            assertThat(next.renew()).isTrue();
            assertThat(crashed.renew()).isFalse();
        }
        assertThat(hidden()).isEmpty();
    }

    @Test
    void contract19ARunThatLostItsLeaseToOneThatIsOverPublishesNothing() throws Exception {
        WriteRequest late = request("out/people.csv");
        Lease lease = take(late, HERE);
        WriteHandle handle = destination.begin(late);
        Commit commit = FileRuns.stageAll(destination, late, handle, 0, 30);
        Files.setLastModifiedTime(folder.resolve("out").resolve(leaseName()), FileTime.fromMillis(0));
        WriteRequest next = request("out/people.csv");
        try (Lease other = take(next, THERE)) {
            FileRuns.run(destination, next, 60);
            assertThat(other.renew()).isTrue();
        }

        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> destination.commit(late, handle, commit));
        assertThat(failure.code()).isEqualTo(ErrorCode.LOCKED);
        assertThat(failure).hasMessageContaining("another run has taken it and ended since");
        destination.abort(late, handle);
        lease.close();
        assertThat(FileRuns.rows(folder.resolve("out/people.csv"))).hasSize(60);
        assertThat(everything()).containsExactly("out", "out/people.csv");
    }

    private String leaseName() throws IOException {
        return hidden().stream()
                .map(name -> Path.of(name).getFileName().toString())
                .filter(name -> name.startsWith(".sluice-lock-"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunThatIsCancelledGivesItsLeaseBack() throws Exception {
        Lease lease = take(request("lake"), HERE);
        Thread.currentThread().interrupt();
        lease.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(everything()).isEmpty();
    }

    @Test
    void whatARunLeftThatWasKilledWhileItWroteItsLeaseGoesWithTheNext() throws Exception {
        for (String base : List.of("out/people.csv", "lake")) {
            WriteRequest killed = request(base);
            take(killed, HERE);
            Path lease = folder.resolve(hidden().getFirst());
            Files.copy(lease, lease.resolveSibling(".sluice-" + "0a".repeat(16) + "-0-new-" + lease.getFileName()));
            String probed = base.equals("lake") ? "lease" : "people.csv";
            Files.copy(
                    lease, lease.resolveSibling(".sluice-" + Stager.of(killed).inName() + "-clock-" + probed));

            WriteRequest next = request(base);
            try (Lease taken = take(next, HERE)) {
                FileRuns.run(destination, next, 30);
                assertThat(taken.renew()).isTrue();
            }
            assertThat(hidden()).isEmpty();
        }
    }

    @Test
    void standardOutputHasNoLease() {
        WriteRequest request = FileRuns.write("01JDA", Path.of("-"), Map.of("format", "csv"), WriteMode.OVERWRITE);
        assertThat(take(request, HERE)).isSameAs(Lease.NONE);
    }

    @Test
    void aFileThatIsNoLeaseIsNotTakenForOne() throws Exception {
        take(request("lake"), HERE);
        Files.writeString(folder.resolve(hidden().getFirst()), "{}");

        ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> take(request("lake"), THERE));
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageContaining(".sluice-lock-").hasMessageContaining("this is not a lease");
    }
}
