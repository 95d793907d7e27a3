package dev.sluice.spi;

import dev.sluice.spi.data.Schema;
import java.io.Serializable;

/**
 * What to write to one target. Plain data.
 *
 * @param runId unique per run: 26 characters, letters and digits, ascending in time
 * @param pipeline the pipeline's name: with the stream, the identity under which state is kept
 * @param stream the source's stream
 * @param options the destination's validated options
 * @param target what to write to
 * @param schema the columns that will arrive, after selection, renames and casts
 * @param mode what becomes of the rows already there
 * @param rules how the target's rows and columns may change
 * @param parallelism how many tasks will write at once
 * @param batchSize how many rows and bytes to send to the target at once, where that is the destination's choice
 * @param taskMemory how much heap one task may hold, in bytes, beside the batches it is given
 */
public record WriteRequest(
        String runId,
        String pipeline,
        StreamName stream,
        Options options,
        StreamName target,
        Schema schema,
        WriteMode mode,
        WriteRules rules,
        int parallelism,
        BatchSize batchSize,
        long taskMemory)
        implements Serializable {
    /** With the rules that count where nothing is said. */
    public WriteRequest(
            String runId,
            String pipeline,
            StreamName stream,
            Options options,
            StreamName target,
            Schema schema,
            WriteMode mode,
            boolean allowEmpty,
            int parallelism,
            BatchSize batchSize,
            long taskMemory) {
        this(
                runId,
                pipeline,
                stream,
                options,
                target,
                schema,
                mode,
                WriteRules.DEFAULT.withAllowEmpty(allowEmpty),
                parallelism,
                batchSize,
                taskMemory);
    }

    public WriteRequest withRules(WriteRules newRules) {
        return new WriteRequest(
                runId, pipeline, stream, options, target, schema, mode, newRules, parallelism, batchSize, taskMemory);
    }

    public WriteRequest withTarget(StreamName newTarget) {
        return new WriteRequest(
                runId, pipeline, stream, options, newTarget, schema, mode, rules, parallelism, batchSize, taskMemory);
    }

    public WriteRequest withSchema(Schema newSchema) {
        return new WriteRequest(
                runId, pipeline, stream, options, target, newSchema, mode, rules, parallelism, batchSize, taskMemory);
    }
}
