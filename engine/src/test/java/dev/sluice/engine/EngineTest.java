package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader;
import dev.sluice.engine.history.PipelineLock;
import dev.sluice.engine.history.RunHistory.PastRun;
import dev.sluice.engine.history.Workspace;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.run.ReportWriter;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());

    @TempDir
    Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private String space;

    @BeforeEach
    void nameTheSpace(TestInfo test) {
        space = test.getDisplayName();
    }

    @Test
    void movesEverySplitAndPublishesOnce() throws IOException {
        RunReport report = run("{rows: 1000, splits: 7}", "", "");

        assertThat(report.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published("odd"))
                .hasSize(7000)
                .startsWith(List.of(0L, new BigDecimal("0.0")), List.of(1L, new BigDecimal("0.5")))
                .doesNotHaveDuplicates();
        assertThat(report.streams())
                .extracting(stream -> stream.rows().written())
                .containsExactly(7000L, 7000L);
        assertThat(MemoryDestination.STAGED.keySet()).noneMatch(key -> key.startsWith(space));
    }

    @Test
    void selectsRenamesAndCastsColumns() throws IOException {
        run("{rows: 3}", "", """
            streams:
              - name: even
                destination: halves
                columns: ["half as h: string", id, "id as wide: decimal(20,2)"]
            """);

        assertThat(published("halves"))
                .containsExactly(
                        List.of("0.0", 0L, new BigDecimal("0.00")),
                        List.of("0.5", 1L, new BigDecimal("1.00")),
                        List.of("1.0", 2L, new BigDecimal("2.00")));
    }

    @Test
    void contract05ACastThatWouldRoundIsRefusedWithColumnRowAndValue() throws IOException {
        RunReport report = run("{rows: 3}", "", "streams: [{name: even, columns: ['half: int64']}]");

        assertThat(report.failure())
                .hasMessageContaining("math.even")
                .hasMessageContaining("column 'half', row 2: '0.5' (decimal(12,1)) doesn't fit int64");
        assertThat(MemoryDestination.PUBLISHED).doesNotContainKey(space + "/even");
    }

    @Test
    void contract20RetriesAnAttemptThatLostItsConnectionWithoutDoublingRows() throws IOException {
        RunReport report = run("{rows: 100, splits: 2}", "lose_connection: 2", "streams: [even]");

        assertThat(report.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(published("even")).hasSize(200);
        assertThat(report.streams().getFirst().rows().read()).isEqualTo(200);
        assertThat(events).hasAtLeastOneElementOfType(RunEvent.Retry.class);
    }

    @Test
    void contract20AFailedWriterEndsItsReaderAndNothingIsPublished() throws IOException {
        long start = System.nanoTime();
        RunReport report = run("{rows: 100000000}", "refuse: true", "streams: [even]");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(report.failure()).hasMessageContaining("refused on request");
        assertThat(MemoryDestination.ABORTED).contains(space + "/even");
        assertThat(MemoryDestination.PUBLISHED).doesNotContainKey(space + "/even");
    }

    @Test
    void aWriterThatFailedIsNamedWhateverItsReaderSaysToBeingEnded() throws IOException {
        RunReport report = run("{rows: 1000000, complains: true}", "refuse: true", "streams: [even]");

        assertThat(report.failure()).hasMessageContaining("refused on request");
    }

    @Test
    void contract20AFailedReaderEndsItsWriterAndIsNamedAsABugOfTheConnector() throws IOException {
        RunReport report = run("{rows: 100, fail_at: 50}", "", "streams: [even]");

        assertThat(report.failure()).hasMessageContaining("told to fail at 50").hasMessageContaining("bug");
        assertThat(report.streams().getFirst().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void rowsThatGetLostBetweenReadAndStagingFailTheRun() throws IOException {
        RunReport report = run("{rows: 100}", "forget: true", "streams: [even]");

        assertThat(((ConnectorException) report.failure()).code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
        assertThat(report.failure()).hasMessageContaining("read 100 rows").hasMessageContaining("staged 99");
    }

    @Test
    void anInterruptCancelsTheRunAndRemovesWhatWasStaged() throws Exception {
        AtomicReference<RunReport> report = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                report.set(run("{rows: 100000000}", "", "streams: [even]"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (events.stream()
                .noneMatch(event -> event instanceof RunEvent.StreamStarted started
                        && started.progress().rowsRead() > 100_000)) {
            Thread.sleep(10);
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(20));

        assertThat(report.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(MemoryDestination.ABORTED).contains(space + "/even");
    }

    @Test
    void contract19ASecondRunOfAPipelineIsRefusedWhileTheFirstHoldsTheLock() throws IOException {
        Workspace workspace = new Workspace(folder.resolve(".sluice"));
        try (PipelineLock lock = workspace.lock("p")) {
            assertThatThrownBy(() -> run("{rows: 1}", "", "")).hasMessageContaining("another run of 'p' is going on");
        }
        assertThat(run("{rows: 1}", "", "").status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void contract19ARunWithoutTheLeaseIsRefusedAndOneThatEndsGivesItBack() throws IOException {
        MemoryDestination.LEASES.put(space + "/even", "another workspace");
        RunReport refused = run("{rows: 1}", "", "");

        assertThat(refused.status()).isEqualTo(Status.FAILED);
        assertThat(refused.failure()).hasMessageContaining("another workspace has the lease");
        assertThat(MemoryDestination.ABORTED).doesNotContain(space + "/even");
        MemoryDestination.LEASES.remove(space + "/even");
        assertThat(run("{rows: 1}", "", "").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(run("{rows: 1, fail_at: 0}", "", "").status()).isEqualTo(Status.FAILED);
        assertThat(MemoryDestination.LEASES).doesNotContainKey(space + "/even");
    }

    @Test
    void keepsAHistoryOfRuns() throws IOException {
        run("{rows: 1}", "", "");
        run("{rows: 1, fail_at: 0}", "", "");

        List<PastRun> runs = new Workspace(folder.resolve(".sluice")).history().latest("p", 10);
        assertThat(runs).extracting(PastRun::status).containsExactly("failed", "succeeded");
        assertThat(runs.getLast().rowsWritten()).isEqualTo(2);
    }

    @Test
    void theReportHasThePromisedKeys() throws IOException {
        String json = ReportWriter.toJson(run("{rows: 1}", "", ""));

        assertThat(json).contains("\"run_id\"", "\"peak_memory_bytes\"", "\"rows_rejected\"", "\"splits_skipped\"");
    }

    private List<List<Object>> published(String stream) {
        return MemoryDestination.PUBLISHED.get(space + "/" + stream);
    }

    private RunReport run(String source, String destination, String streams) throws IOException {
        Path file = folder.resolve("p.yaml");
        Files.writeString(file, """
            name: p
            source: {connector_type: numbers, config: %s}
            destination: {connector_type: memory, config: {space: "%s" %s}}
            %s
            """.formatted(source, space, destination.isEmpty() ? "" : ", " + destination, streams));
        Pipeline pipeline = new PipelineReader(REGISTRY, Map.<String, String>of()::get)
                .read(file)
                .getFirst();
        return new Engine(REGISTRY)
                .run(pipeline, Budget.of(64L << 20, 2, 0), new Workspace(folder.resolve(".sluice")), events::add);
    }
}
