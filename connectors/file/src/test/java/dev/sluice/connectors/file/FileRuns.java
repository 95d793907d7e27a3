package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Calls connectors in the order in which a run does. */
final class FileRuns {
    static final Schema SCHEMA = Schema.of(Field.of("id", Type.INT64), Field.of("name", Type.STRING));
    static final BatchSize BATCHES = new BatchSize(1000, 1 << 20);

    private FileRuns() {}

    static Options source(Path path, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("file_path", path.toString());
        return Options.of(new LocalFileSource().spec().options(), config);
    }

    static List<CatalogStream> discover(Options options) {
        return new LocalFileSource().discoverSchema(DiscoverRequest.of(options)).streams();
    }

    static List<Split> splits(Options options, CatalogStream stream) {
        return new LocalFileSource().planSplits(request(options, stream)).splits();
    }

    static ReadRequest request(Options options, CatalogStream stream) {
        return new ReadRequest(options, stream, stream.schema(), 2, BATCHES, 1 << 24);
    }

    static List<List<Object>> rows(Options options, CatalogStream stream) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (Split split : splits(options, stream)) {
            read(options, stream, split, rows);
        }
        return rows;
    }

    static void read(Options options, CatalogStream stream, Split split, List<List<Object>> rows) throws Exception {
        new LocalFileSource().read(request(options, stream), split, new BatchOutput(stream.schema(), BATCHES) {
            @Override
            public void emit(RecordBatch batch) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(Values.row(batch, i));
                }
            }
        });
    }

    /** All rows of the one stream at a path. */
    static List<List<Object>> rows(Path path) throws Exception {
        Options options = source(path, Map.of());
        return rows(options, discover(options).getFirst());
    }

    static WriteRequest write(String runId, Path base, Map<String, ?> more, WriteMode mode) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("base_path", base.toString());
        Options options = Options.of(new LocalFileDestination().spec().options(), config);
        StreamName stream = StreamName.of("people");
        return new WriteRequest(runId, "shop", stream, options, stream, SCHEMA, mode, false, 2, BATCHES, 1 << 24);
    }

    /** Rows with the ids from {@code from} to {@code to}, exclusive. */
    static RecordBatch batch(int from, int to) {
        BatchBuilder batch = new BatchBuilder(SCHEMA, to - from);
        for (int i = from; i < to; i++) {
            Values.append(Type.INT64, batch.column(0), (long) i);
            Values.append(Type.STRING, batch.column(1), "name " + i);
        }
        return batch.build();
    }

    static CommitToken stage(
            StorageDestination destination, WriteRequest request, WriteHandle handle, int split, int from, int to)
            throws Exception {
        List<RecordBatch> batches = from == to ? List.of() : List.of(batch(from, to));
        return destination.write(new WriteTask(request, handle, split, 1), input(SCHEMA, batches));
    }

    /** Writes the ids from 0 in three splits and an empty one. */
    static CommitResult run(StorageDestination destination, WriteRequest request, int rows) throws Exception {
        return run(destination, request, rows, 0);
    }

    static CommitResult run(StorageDestination destination, WriteRequest request, int rows, int from) throws Exception {
        WriteHandle handle = destination.begin(request);
        return destination.commit(request, handle, stageAll(destination, request, handle, from, from + rows));
    }

    static Commit stageAll(StorageDestination destination, WriteRequest request, WriteHandle handle, int from, int to)
            throws Exception {
        int third = (to - from) / 3;
        List<CommitToken> tokens = new ArrayList<>();
        tokens.add(stage(destination, request, handle, 3, from + 2 * third, to));
        tokens.add(stage(destination, request, handle, 1, from, from));
        tokens.add(stage(destination, request, handle, 0, from, from + third));
        tokens.add(stage(destination, request, handle, 2, from + third, from + 2 * third));
        return new Commit(tokens, List.of(), destination.state(request), "state of " + request.runId());
    }

    static List<List<Object>> expected(int from, int to) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(List.of((long) i, "name " + i));
        }
        return rows;
    }

    /** Copies the one stream at a path through both connectors, without an engine between them; one part per split. */
    static WriteRequest copy(Path from, Map<String, ?> sourceOptions, Path to, Map<String, ?> destinationOptions)
            throws Exception {
        Options options = source(from, sourceOptions);
        CatalogStream stream = discover(options).getFirst();
        WriteRequest request = write("01JDZZZZZZZZZZZZZZZZZZZZZZ", to, destinationOptions, WriteMode.OVERWRITE)
                .withSchema(stream.schema());
        LocalFileDestination destination = new LocalFileDestination();
        destination.plan(request);
        WriteHandle handle = destination.begin(request);
        List<CommitToken> tokens = new ArrayList<>();
        for (Split split : splits(options, stream)) {
            List<RecordBatch> batches = new ArrayList<>();
            new LocalFileSource().read(request(options, stream), split, new BatchOutput(stream.schema(), BATCHES) {
                @Override
                public void emit(RecordBatch batch) {
                    batches.add(batch);
                }
            });
            tokens.add(destination.write(
                    new WriteTask(request, handle, split.index(), 1), input(stream.schema(), batches)));
        }
        destination.commit(request, handle, new Commit(tokens, ""));
        return request;
    }

    static BatchInput input(Schema schema, List<RecordBatch> batches) {
        Iterator<RecordBatch> left = batches.iterator();
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
