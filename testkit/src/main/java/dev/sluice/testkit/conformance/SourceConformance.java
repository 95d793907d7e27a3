package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every source owes. A subclass names the system; the streams are written through its own destination. */
public abstract class SourceConformance {
    private static final int MANY = 5000;

    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
    }

    @Test
    void discoversAStreamWithItsColumnsInOrder() throws Exception {
        CatalogStream stream = driver.discover(driver.load("discovered", Rows.numbered(0, 3)));

        assertThat(stream.schema().names()).isEqualTo(Rows.SCHEMA.names());
        assertThat(stream.schema().fields().stream().map(Field::type).toList())
                .isEqualTo(Rows.SCHEMA.fields().stream()
                        .map(field -> system.readBack(field.type()))
                        .toList());
    }

    @Test
    void everyValueOfEveryTypeIsReadAsItIs() throws Exception {
        RecordBatch written = system.matrix().batch();
        StreamName target = driver.load("every_type", written);

        assertThatRows(driver.rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(written));
    }

    @Test
    void onlyTheColumnsAskedForAreReadInTheOrderAskedFor() throws Exception {
        StreamName target = driver.load("projected", Rows.numbered(0, 20));
        ReadRequest all = driver.request(target, driver.discover(target));
        Schema some = Schema.of(all.schema().field(2), all.schema().field(0));
        List<RecordBatch> batches = driver.readAll(withSchema(all, some));

        RecordBatch expected = driver.asReadBack(Rows.numbered(0, 20));
        assertThatRows(batches)
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(new RecordBatch(some, 20, List.of(expected.column(2), expected.column(0))));
    }

    @Test
    void noBatchHasMoreRowsThanAskedFor() throws Exception {
        StreamName target = driver.load("batched", Rows.numbered(0, 1000));
        ReadRequest all = driver.request(target, driver.discover(target));
        List<RecordBatch> batches = driver.readAll(new ReadRequest(
                all.options(), all.stream(), all.schema(), 1, new BatchSize(64, 1 << 20), all.taskMemory()));

        assertThat(batches).allSatisfy(batch -> assertThat(batch.rowCount()).isBetween(1, 64));
        assertThatRows(batches).hasRowCount(1000);
    }

    @Test
    void contract04TheSplitsOfAStreamHoldEachRowOnceForAnyParallelism() throws Exception {
        StreamName target = driver.load("split", Rows.numbered(-MANY / 2, MANY / 2));
        CatalogStream stream = driver.discover(target);
        RecordBatch expected = driver.asReadBack(Rows.numbered(-MANY / 2, MANY / 2));
        for (int parallelism : List.of(1, 2, 3, 7, 16)) {
            ReadRequest all = driver.request(target, stream);
            ReadRequest request = new ReadRequest(
                    all.options(), stream, all.schema(), parallelism, all.batchSize(), all.taskMemory());
            assertThatRows(readSplitBySplit(request))
                    .as("parallelism %d", parallelism)
                    .inAnyOrderBy(TypeMatrix.KEY)
                    .hasRows(expected);
        }
    }

    private List<RecordBatch> readSplitBySplit(ReadRequest request) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        try (SplitPlan plan = system.source().planSplits(request)) {
            assertThat(plan.splits().stream().map(Split::index).toList())
                    .as("split indexes")
                    .isEqualTo(IntStream.range(0, plan.splits().size()).boxed().toList());
            if (!system.source().spec().can(Capability.SPLITS)) {
                assertThat(plan.splits()).as("SPLITS is not declared").hasSize(1);
            }
            // Last first, and through bytes: a split may be read anywhere and in any order.
            for (Split split : plan.splits().reversed()) {
                batches.addAll(driver.read(Serialized.copy(request), Serialized.copy(split)));
            }
        }
        return batches;
    }

    @Test
    void anEmptyStreamHasColumnsAndNoRows() throws Exception {
        StreamName target = driver.load("empty", Rows.numbered(0, 0));
        ConnectorException refusal = catchThrowableOfType(ConnectorException.class, () -> driver.discover(target));
        if (refusal != null) {
            // files of some formats have no columns where they have no records
            assertThat(system.targetsHaveSchemas()).isFalse();
            assertThat(refusal.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA);
            return;
        }

        assertThat(driver.discover(target).schema().names()).isEqualTo(Rows.SCHEMA.names());
        assertThatRows(driver.rows(target).orElseThrow()).hasNoRows();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void contract20AReadEndsWithinSecondsOnceNobodyWantsTheRows() throws Exception {
        StreamName target = driver.load("unwanted", Rows.numbered(0, MANY));
        ReadRequest all = driver.request(target, driver.discover(target));
        ReadRequest request =
                new ReadRequest(all.options(), all.stream(), all.schema(), 1, new BatchSize(10, 1 << 20), 1 << 20);
        long start;
        try (SplitPlan plan = system.source().planSplits(request)) {
            ClosingOutput output = new ClosingOutput(request);
            assertThatThrownBy(() -> {
                        system.source().read(request, plan.splits().getFirst(), output);
                        output.flush();
                    })
                    .isNotInstanceOf(AssertionError.class);
            start = output.closedAt;
            assertThat(output.batchesAfterClose).as("emit was called again").isZero();
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(5);
    }

    /** Takes one batch, and no more. */
    private static final class ClosingOutput extends BatchOutput {
        private int batches;
        private int batchesAfterClose;
        private long closedAt;

        ClosingOutput(ReadRequest request) {
            super(request.schema(), request.batchSize());
        }

        @Override
        public void emit(RecordBatch batch) throws InterruptedException {
            if (batches++ == 0) {
                return;
            }
            if (closedAt != 0) {
                batchesAfterClose++;
            }
            closedAt = System.nanoTime();
            throw new InterruptedException("the writer failed");
        }
    }

    @Test
    void contract14AMissingStreamIsSaidToBeMissing() throws Exception {
        driver.load("present", Rows.numbered(0, 1));
        StreamName missing = system.target("no_such_stream");
        CatalogStream stream = CatalogStream.of(missing, CatalogStream.Kind.TABLE, Rows.SCHEMA);

        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> driver.readAll(driver.request(missing, stream)));
        assertThat(failure).hasMessageContaining("no_such_stream");
        assertThat(failure.code()).isIn(ErrorCode.STREAM_NOT_FOUND, ErrorCode.DATABASE_NOT_FOUND);
    }

    @Test
    void aMissingColumnIsSaidToBeMissing() throws Exception {
        StreamName target = driver.load("column_less", Rows.numbered(0, 1));
        ReadRequest all = driver.request(target, driver.discover(target));
        Schema wanted = Schema.of(all.schema().field(0), Field.of("no_such_column", Type.STRING));

        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> driver.readAll(withSchema(all, wanted)));
        assertThat(failure).hasMessageContaining("no_such_column");
        assertThat(failure.code()).isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
    }

    @Test
    void aQueryIsAStreamOrIsRefused() throws Exception {
        StreamName target = driver.load("queried", Rows.numbered(0, 10));
        DiscoverRequest request =
                new DiscoverRequest(system.sourceOptions(target), Map.of("recent", system.queryFor(target)));
        if (!system.source().spec().can(Capability.QUERIES)) {
            return;
        }
        CatalogStream stream = system.source().discoverSchema(request).streams().stream()
                .filter(found -> found.kind() == CatalogStream.Kind.QUERY)
                .findFirst()
                .orElseThrow();

        assertThat(stream.name()).isEqualTo(StreamName.of("recent"));
        assertThatRows(driver.readAll(driver.request(target, stream))).hasRowCount(10);
    }

    @Test
    void aConnectionThatWorksPassesItsTest() throws Exception {
        StreamName target = driver.load("reachable", Rows.numbered(0, 1));

        assertThatCode(() -> system.source().testConnection(system.sourceOptions(target)))
                .doesNotThrowAnyException();
    }

    @Test
    void contract13And14AConnectionThatFailsSaysWhyAndKeepsItsSecrets() {
        system.brokenConnections().forEach((code, options) -> {
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class, () -> system.source().testConnection(options));
            assertThat(failure).as("%s with %s", code, options).isNotNull();
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            for (String secret : options.secrets()) {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    assertThat(String.valueOf(cause.getMessage())).doesNotContain(secret);
                }
            }
        });
    }

    private static ReadRequest withSchema(ReadRequest request, Schema schema) {
        return new ReadRequest(
                request.options(),
                request.stream(),
                schema,
                request.parallelism(),
                request.batchSize(),
                request.taskMemory());
    }
}
