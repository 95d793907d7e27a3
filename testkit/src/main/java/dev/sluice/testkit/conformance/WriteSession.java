package dev.sluice.testkit.conformance;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.testkit.data.Batches;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One run of a destination, step by step; batches are converted to the types it accepts. */
public final class WriteSession {
    private static final String PIPELINE = "conformance";

    private final SystemUnderTest system;
    private final WriteRequest request;
    private final WriteHandle handle;

    private WriteSession(SystemUnderTest system, WriteRequest request, WriteHandle handle) {
        this.system = system;
        this.request = request;
        this.handle = handle;
    }

    /** A request of a new run of the one pipeline, with the schema as given. */
    public static WriteRequest request(
            SystemUnderTest system, StreamName target, Schema schema, WriteMode mode, boolean allowEmpty) {
        return new WriteRequest(
                runId(),
                PIPELINE,
                target,
                system.destinationOptions(),
                target,
                schema,
                mode,
                allowEmpty,
                ConnectorDriver.PARALLELISM,
                ConnectorDriver.BATCH_SIZE,
                ConnectorDriver.TASK_MEMORY);
    }

    /** 26 digits that ascend in time. */
    private static String runId() {
        return String.format(
                Locale.ROOT, "%013d%013d", System.currentTimeMillis(), System.nanoTime() % 10_000_000_000_000L);
    }

    public static WriteSession begin(SystemUnderTest system, StreamName target, Schema schema, WriteMode mode) {
        return begin(system, request(system, target, schema, mode, false));
    }

    /** Plans and begins. */
    public static WriteSession begin(SystemUnderTest system, WriteRequest asked) {
        WriteRequest accepted = accepted(system, asked);
        return new WriteSession(system, accepted, system.destination().begin(accepted));
    }

    /** The request with the schema that the destination's plan accepts. */
    public static WriteRequest accepted(SystemUnderTest system, WriteRequest asked) {
        return asked.withSchema(system.destination().plan(asked).accepted(asked.schema()));
    }

    public WriteRequest request() {
        return request;
    }

    public WriteHandle handle() {
        return handle;
    }

    /** The state kept for this run's pipeline, stream and target. */
    public String state() {
        return system.destination().state(request);
    }

    public CommitToken write(int split, int attempt, RecordBatch... batches) throws Exception {
        return write(split, attempt, input(request.schema(), batches));
    }

    /** Stages the keys that the source has. */
    public CommitToken writeKeys(int split, RecordBatch... batches) throws Exception {
        Schema schema = request.schema();
        Schema keys = new Schema(
                schema.primaryKey().stream()
                        .map(name -> schema.field(schema.indexOf(name).orElseThrow()))
                        .toList(),
                schema.primaryKey());
        return system.destination().write(new WriteTask(request, handle, split, 1, true), input(keys, batches));
    }

    /** Batches as the request asks for them. */
    public BatchInput input(RecordBatch... batches) {
        return input(request.schema(), batches);
    }

    private static BatchInput input(Schema schema, RecordBatch... batches) {
        return ConnectorDriver.input(
                schema,
                Arrays.stream(batches).map(batch -> accepted(batch, schema)).toArray(RecordBatch[]::new));
    }

    /** The columns that are asked for, cast. */
    private static RecordBatch accepted(RecordBatch batch, Schema schema) {
        List<Integer> positions = schema.names().stream()
                .map(name -> batch.schema().indexOf(name).orElseThrow())
                .toList();
        RecordBatch chosen = new RecordBatch(
                Schema.of(positions.stream().map(batch.schema()::field).toList()),
                batch.rowCount(),
                positions.stream().map(batch::column).toList());
        return Batches.cast(chosen, schema);
    }

    public CommitToken write(int split, int attempt, BatchInput in) throws Exception {
        return system.destination().write(new WriteTask(request, handle, split, attempt), in);
    }

    public CommitResult commit(CommitToken... tokens) {
        return commit("", tokens);
    }

    public CommitResult commit(String state, CommitToken... tokens) {
        return system.destination().commit(request, handle, new Commit(List.of(tokens), state));
    }

    public CommitResult commit(Commit commit) {
        return system.destination().commit(request, handle, commit);
    }

    /** Ends the run as after a passing failure; whether something is left to go on from. */
    public boolean suspend() {
        return system.destination().suspend(request, handle);
    }

    public void abort() {
        system.destination().abort(request, handle);
    }
}
