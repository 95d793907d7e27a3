package dev.sluice.testkit.conformance;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.testkit.data.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Calls connectors step by step, in this thread: what the engine does, laid open to tests. */
public final class ConnectorDriver {
    public static final BatchSize BATCH_SIZE = new BatchSize(1000, 1 << 20);
    static final int PARALLELISM = 4;
    static final long TASK_MEMORY = 32L << 20;

    private final SystemUnderTest system;

    public ConnectorDriver(SystemUnderTest system) {
        this.system = system;
    }

    /** Replaces a target by these rows. */
    public StreamName load(String name, RecordBatch... rows) throws Exception {
        StreamName target = system.target(name);
        WriteSession session = WriteSession.begin(system, target, rows[0].schema(), WriteMode.OVERWRITE);
        CommitToken token = session.write(0, 1, rows);
        session.commit(token);
        return target;
    }

    /** What a target holds, as its own source sees it; empty where there is no such target. */
    public Optional<List<RecordBatch>> rows(StreamName target) throws Exception {
        Optional<CatalogStream> stream = find(target);
        return stream.isEmpty() ? Optional.empty() : Optional.of(readAll(request(target, stream.get())));
    }

    /** The stream of a target as the source describes it. */
    public CatalogStream discover(StreamName target) {
        return find(target).orElseThrow(() -> new AssertionError("the source doesn't list '" + target + "'"));
    }

    private Optional<CatalogStream> find(StreamName target) {
        return streams(target).stream()
                .filter(stream -> stream.name().name().equals(target.name()))
                .filter(stream -> target.namespace().isEmpty()
                        || stream.name().namespace().equals(target.namespace()))
                .findFirst();
    }

    /** A source may say of a place that isn't there that it has no streams, or that it isn't there. */
    private List<CatalogStream> streams(StreamName target) {
        try {
            return system.source()
                    .discoverSchema(DiscoverRequest.of(system.sourceOptions(target)))
                    .streams();
        } catch (ConnectorException e) {
            if (e.code() == ErrorCode.STREAM_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** A request for all columns of a stream. */
    public ReadRequest request(StreamName target, CatalogStream stream) {
        return new ReadRequest(
                system.sourceOptions(target), stream, stream.schema(), PARALLELISM, BATCH_SIZE, TASK_MEMORY);
    }

    /** Every split, one after the other. */
    public List<RecordBatch> readAll(ReadRequest request) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        try (SplitPlan plan = system.source().planSplits(request)) {
            for (Split split : plan.splits()) {
                batches.addAll(read(request, split));
            }
        }
        return batches;
    }

    /** One split. */
    public List<RecordBatch> read(ReadRequest request, Split split) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        BatchOutput output = new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                batches.add(batch);
            }
        };
        system.source().read(request, split, output);
        output.flush();
        return batches;
    }

    /** The rows as they are to come back: with the types that the system reads back. */
    public RecordBatch asReadBack(RecordBatch written) {
        return Batches.cast(written, system::readBack);
    }

    /** An input of these batches. */
    static BatchInput input(Schema schema, RecordBatch... batches) {
        Iterator<RecordBatch> left = Arrays.asList(batches).iterator();
        return new BatchInput() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public RecordBatch next() {
                return left.hasNext() ? left.next() : null;
            }
        };
    }
}
