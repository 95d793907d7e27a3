package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClusterTest {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());

    @TempDir
    Path folder;

    private final SerializingCluster cluster = new SerializingCluster();
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private String space;

    @BeforeEach
    void nameTheSpace(TestInfo test) {
        space = test.getDisplayName();
    }

    @Test
    void tasksThatTravelAsBytesMoveEverySplitOnceThoughEachRunsTwice() throws IOException {
        RunReport report = run("{rows: 100, splits: 3}", "", "{name: even, columns: [id, 'half: string']}");

        assertThat(report.failure()).isNull();
        assertThat(MemoryDestination.PUBLISHED.get(space + "/even"))
                .hasSize(300)
                .startsWith(List.of(0L, "0.0"), List.of(1L, "0.5"))
                .doesNotHaveDuplicates();
        assertThat(report.streams().getFirst().rows().read()).isEqualTo(300);
        assertThat(report.streams().getFirst().rows().written()).isEqualTo(300);
    }

    @Test
    void noTwoAttemptsHaveTheSameNumber() throws IOException {
        run("{rows: 1, splits: 3}", "", "{name: even}");

        assertThat(cluster.attempts()).hasSize(6).doesNotHaveDuplicates().allMatch(attempt -> attempt > 1);
    }

    @Test
    void aTaskThatLostItsConnectionTriesAgainWhereItRunsAndTheRunTellsOfIt() throws IOException {
        // the first attempt anywhere has the number after those that the driver itself could make
        RunReport report = run("{rows: 10}", "lose_connection: 7", "{name: even}");

        assertThat(report.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(report.streams().getFirst().rows().read()).isEqualTo(10);
        assertThat(events).hasAtLeastOneElementOfType(RunEvent.Retry.class);
    }

    @Test
    void aTaskThatFailsForGoodEndsTheRunAndNothingIsPublished() throws IOException {
        RunReport report = run("{rows: 10, fail_at: 3}", "", "{name: even}");

        assertThat(report.failure()).hasMessageContaining("math.even").hasMessageContaining("told to fail at 3");
        assertThat(MemoryDestination.ABORTED).contains(space + "/even");
    }

    @Test
    void valuesThatBecameNullElsewhereAreNotedAndCounted() throws IOException {
        RunReport report = run("{rows: 4}", "", "{name: even, columns: [id, 'half: int64'], on_error: 'null'}");

        assertThat(report.streams().getFirst().warnings()).anyMatch(note -> note.contains("2 values became NULL"));
        assertThat(MemoryDestination.PUBLISHED.get(space + "/even")).contains(List.of(2L, 1L));
        assertThat(run("{rows: 4}", "", "{name: even, columns: [id, 'half: int64'], on_error: 'null', max_errors: 1}")
                        .failure())
                .hasMessageContaining("more than 1 bad rows");
    }

    @Test
    void rejectedRowsAreRefusedBeforeAnythingIsMoved() {
        assertThatThrownBy(() -> run("{rows: 4}", "", "{name: even, on_error: reject}"))
                .hasMessageContaining("math.even: on_error: reject");
        assertThat(MemoryDestination.PUBLISHED).doesNotContainKey(space + "/even");
    }

    @Test
    void whatTravelsDoesNotShowItsSecrets() throws IOException {
        run("{rows: 1, token: planted-secret}", "", "{name: even}");

        assertThat(cluster.shown()).contains("tasks of math.even").doesNotContain("planted-secret");
    }

    @Test
    void streamsAreMovedAtTheSameTimeAndReportedInTheirOrder() throws IOException {
        CyclicBarrier meeting = new CyclicBarrier(2);
        cluster.several(2, stream -> meeting.await());

        RunReport report = run("{rows: 10}", "", "{name: even}, {name: odd}");

        assertThat(report.failure()).isNull();
        assertThat(report.streams()).extracting(StreamReport::name).containsExactly("math.even", "math.odd");
        assertThat(MemoryDestination.PUBLISHED.get(space + "/even")).hasSize(10);
        assertThat(MemoryDestination.PUBLISHED.get(space + "/odd")).hasSize(10);
    }

    @Test
    void theFirstFailureEndsTheStreamsBesideItAndNoneIsBegunAfterIt() throws IOException {
        CountDownLatch running = new CountDownLatch(1);
        cluster.several(2, stream -> {
            if (stream.equals("math.even")) {
                running.countDown();
                new CountDownLatch(1).await();
            }
            running.await();
        });

        RunReport report = run(
                "{rows: 10, later: true}",
                "",
                "{name: even}, {name: odd, columns: [id, 'half: int64']}, {name: later}");

        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.failure()).hasMessageContaining("math.odd");
        assertThat(report.streams())
                .extracting(StreamReport::status)
                .containsExactly(Status.CANCELLED, Status.FAILED, Status.SKIPPED);
        assertThat(MemoryDestination.ABORTED).contains(space + "/even", space + "/odd");
        assertThat(MemoryDestination.PUBLISHED).doesNotContainKeys(space + "/even", space + "/odd");
    }

    @Test
    void cancellingTheRunCancelsEveryStream() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        cluster.several(2, stream -> {
            running.countDown();
            new CountDownLatch(1).await();
        });
        AtomicReference<RunReport> report = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                report.set(run("{rows: 10}", "", "{name: even}, {name: odd}"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        running.await();
        thread.interrupt();
        thread.join();

        assertThat(report.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(report.get().streams())
                .extracting(StreamReport::status)
                .containsExactly(Status.CANCELLED, Status.CANCELLED);
        assertThat(MemoryDestination.ABORTED).contains(space + "/even", space + "/odd");
    }

    private RunReport run(String source, String destination, String stream) throws IOException {
        Path file = folder.resolve("p.yaml");
        Files.writeString(file, """
            name: p
            source: {connector_type: numbers, config: %s}
            destination: {connector_type: memory, config: {space: "%s" %s}}
            streams: [%s]
            """.formatted(source, space, destination.isEmpty() ? "" : ", " + destination, stream));
        Pipeline pipeline = new PipelineReader(REGISTRY, Map.<String, String>of()::get)
                .read(file)
                .getFirst();
        try (RunPlan plan = new Planner(REGISTRY).plan(pipeline, cluster.budget(0, 0))) {
            cluster.check(plan);
            return new Runner(cluster).run(plan, events::add);
        }
    }
}
