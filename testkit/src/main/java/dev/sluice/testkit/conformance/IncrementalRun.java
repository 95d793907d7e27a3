package dev.sluice.testkit.conformance;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Position;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One incremental read of a stream with a key.
 *
 * @param once keys of the rows that were said to be read once, in the order of reading
 * @param again keys of those that the next run may read again; without splits they are those of the run before
 * @param position where the next run begins
 */
public record IncrementalRun(List<Long> once, List<Long> again, Position position, List<String> notes, int splits) {
    /** All keys, sorted. */
    public List<Long> keys() {
        return Stream.concat(once.stream(), again.stream()).sorted().toList();
    }

    /** Keys of the rows that the next run may read again, where the one before was this. */
    public List<Long> againAfter(IncrementalRun last) {
        return splits == 0 ? last.again : again;
    }

    /** What is asked of a source, with nothing but a cursor at first. */
    public record Asked(
            SystemUnderTest system, StreamName target, CatalogStream stream, int parallelism, Increment increment) {
        public static Asked of(SystemUnderTest system, StreamName target, CatalogStream stream, String cursor) {
            Field field = stream.schema().field(stream.schema().indexOf(cursor).orElseThrow());
            return new Asked(system, target, stream, 1, new Increment(field, null, "", "", Lookback.NONE, false));
        }

        public Asked after(Position last) {
            return with(new Increment(
                    increment.cursor(),
                    last,
                    increment.from(),
                    increment.until(),
                    increment.lookback(),
                    increment.separatesRepeats()));
        }

        public Asked between(String from, String until) {
            return with(new Increment(
                    increment.cursor(),
                    increment.last(),
                    from,
                    until,
                    increment.lookback(),
                    increment.separatesRepeats()));
        }

        public Asked lookingBack(String lookback) {
            return lookingBack(Lookback.parse(lookback));
        }

        /** For what was committed late, and in no other way. */
        public Asked onlyLookingBack(String lookback) {
            return lookingBack(Lookback.parse(lookback).alone());
        }

        private Asked lookingBack(Lookback lookback) {
            return with(new Increment(
                    increment.cursor(),
                    increment.last(),
                    increment.from(),
                    increment.until(),
                    lookback,
                    increment.separatesRepeats()));
        }

        public Asked separatingRepeats() {
            return with(new Increment(
                    increment.cursor(),
                    increment.last(),
                    increment.from(),
                    increment.until(),
                    increment.lookback(),
                    true));
        }

        public Asked inParallel(int splits) {
            return new Asked(system, target, stream, splits, increment);
        }

        private Asked with(Increment changed) {
            return new Asked(system, target, stream, parallelism, changed);
        }

        /** Reads all splits, last first, from copies that went through bytes: they may be read anywhere. */
        public IncrementalRun read() throws Exception {
            ReadRequest request = new ReadRequest(
                    system.sourceOptions(target),
                    stream,
                    stream.schema(),
                    parallelism,
                    ConnectorDriver.BATCH_SIZE,
                    ConnectorDriver.TASK_MEMORY,
                    increment);
            ConnectorDriver driver = new ConnectorDriver(system);
            List<Long> once = new ArrayList<>();
            List<Long> again = new ArrayList<>();
            try (SplitPlan plan = system.source().planSplits(Serialized.copy(request))) {
                for (Split split : plan.splits().reversed()) {
                    (split.repeats() ? again : once)
                            .addAll(keys(driver.read(Serialized.copy(request), Serialized.copy(split))));
                }
                return new IncrementalRun(
                        once,
                        again,
                        Serialized.copy(plan.position().orElseThrow()),
                        plan.notes(),
                        plan.splits().size());
            }
        }

        private static List<Long> keys(List<RecordBatch> batches) {
            List<Long> keys = new ArrayList<>();
            for (RecordBatch batch : batches) {
                int column = batch.schema().indexOf(TypeMatrix.KEY).orElseThrow();
                for (int row = 0; row < batch.rowCount(); row++) {
                    Object key = Values.get(batch.schema().type(column), batch.column(column), row);
                    keys.add(((Number) key).longValue());
                }
            }
            return keys;
        }
    }
}
