package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Stager;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
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
import dev.sluice.testkit.s3.TestingS3;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of the test server, written to by the connector and looked at by the SDK. */
final class S3Runs implements AutoCloseable {
    static final Schema SCHEMA = Schema.of(Field.of("id", Type.INT64), Field.of("name", Type.STRING));
    static final BatchSize BATCHES = new BatchSize(1000, 1 << 20);
    private static final long TASK_MEMORY = 24 << 20;

    final TestingS3 server;
    final String bucket;
    final S3Client client;
    final S3Destination destination = new S3Destination();
    private int runs;

    S3Runs() {
        this(TestingS3.shared());
    }

    S3Runs(TestingS3 server) {
        this.server = server;
        this.bucket = server.createBucket();
        this.client = server.client();
    }

    Options destination(Map<String, ?> more) {
        return Options.of(destination.spec().options(), config(more));
    }

    Options source(Map<String, ?> more) {
        return Options.of(new S3Source().spec().options(), config(more));
    }

    private Map<String, Object> config(Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(server.config(bucket));
        config.putAll(more);
        return config;
    }

    /** A request of a new run. */
    WriteRequest request(WriteMode mode, Map<String, ?> more) {
        return request("shop", mode, more);
    }

    WriteRequest request(String pipeline, WriteMode mode, Map<String, ?> more) {
        String runId = "01JD" + String.format("%022d", ++runs);
        StreamName stream = StreamName.of("people");
        return new WriteRequest(
                runId, pipeline, stream, destination(more), stream, SCHEMA, mode, false, 2, BATCHES, TASK_MEMORY);
    }

    /** The key of a part. */
    static String part(WriteRequest request, int split) {
        return "lake/people/part-0000" + split + "-" + Stager.of(request).inName() + ".csv";
    }

    /** Rows with the ids from {@code from} to {@code to}, exclusive. */
    static RecordBatch rows(int from, int to) {
        BatchBuilder batch = new BatchBuilder(SCHEMA, to - from);
        for (int i = from; i < to; i++) {
            Values.append(Type.INT64, batch.column(0), (long) i);
            Values.append(Type.STRING, batch.column(1), "name " + i);
        }
        return batch.build();
    }

    /** What a CSV file of these rows holds. */
    static String csv(int from, int to) {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = from; i < to; i++) {
            text.append(i).append(",name ").append(i).append('\n');
        }
        return text.toString();
    }

    CommitToken stage(WriteRequest request, WriteHandle handle, int split, RecordBatch batch) throws Exception {
        return stage(request, handle, split, 1, batch);
    }

    CommitToken stage(WriteRequest request, WriteHandle handle, int split, int attempt, RecordBatch batch)
            throws Exception {
        Iterator<RecordBatch> left = List.of(batch).iterator();
        return destination.write(new WriteTask(request, handle, split, attempt), new BatchInput() {
            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public RecordBatch next() {
                return left.hasNext() ? left.next() : null;
            }
        });
    }

    /** Writes the rows in as many splits. */
    void run(WriteRequest request, RecordBatch... splits) throws Exception {
        WriteHandle handle = destination.begin(request);
        destination.commit(request, handle, stageAll(request, handle, splits));
    }

    Commit stageAll(WriteRequest request, WriteHandle handle, RecordBatch... splits) throws Exception {
        List<CommitToken> tokens = new ArrayList<>();
        for (int i = 0; i < splits.length; i++) {
            tokens.add(stage(request, handle, i, splits[i]));
        }
        return new Commit(tokens, "");
    }

    List<String> keys() {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    List<String> uploads() {
        return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    String beginForeignUpload(String key) {
        return client.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
    }

    void put(String key, String content) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    String text(String key) {
        ResponseBytes<GetObjectResponse> bytes =
                client.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes());
        return bytes.asString(StandardCharsets.UTF_8);
    }

    /** All rows of all streams of a source. */
    static List<List<Object>> read(Options source) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        S3Source connector = new S3Source();
        for (CatalogStream stream :
                connector.discoverSchema(DiscoverRequest.of(source)).streams()) {
            read(connector, new ReadRequest(source, stream, stream.schema(), 2, BATCHES, TASK_MEMORY), rows);
        }
        return rows;
    }

    static void read(S3Source connector, ReadRequest request, List<List<Object>> rows) throws Exception {
        BatchOutput out = new BatchOutput(request.schema(), BATCHES) {
            @Override
            public void emit(RecordBatch batch) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(Values.row(batch, i));
                }
            }
        };
        try (SplitPlan plan = connector.planSplits(request)) {
            for (Split split : plan.splits()) {
                connector.read(request, split, out);
                out.flush();
            }
        }
    }

    static List<String> streams(Options source) {
        return new S3Source()
                .discoverSchema(DiscoverRequest.of(source)).streams().stream()
                        .map(stream -> stream.name().toString())
                        .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
