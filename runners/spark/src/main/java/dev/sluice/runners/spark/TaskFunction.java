package dev.sluice.runners.spark;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.run.ClusterWork;
import dev.sluice.engine.run.RowCounter;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Split;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * Moves one split on an executor. It travels within the stage's serialized function, which nothing shows or logs: that is
 * the way secrets take.
 */
final class TaskFunction extends AbstractFunction1<Iterator<Split>, TaskOutcome> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ClusterWork work;
    private final LongAccumulator rows;
    private final LongAccumulator bytes;

    TaskFunction(ClusterWork work, LongAccumulator rows, LongAccumulator bytes) {
        this.work = work;
        this.rows = rows;
        this.bytes = bytes;
    }

    @Override
    public TaskOutcome apply(Iterator<Split> splits) {
        Split split = splits.next();
        TaskContext task = TaskContext.get();
        ConnectorRegistry registry = ConnectorRegistry.load(Optional.empty());
        try {
            return new TaskOutcome.Done(work.run(registry, split, task.taskAttemptId(), new Counter()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return killed(e);
        } catch (ConnectorException e) {
            return e.code() == ErrorCode.CANCELLED ? killed(e) : TaskOutcome.Failed.of(e);
        } catch (Exception e) {
            return TaskOutcome.Failed.of(e);
        }
    }

    /** Spark interrupts what it doesn't need any more, and then wants no result; nobody else does. */
    private TaskOutcome killed(Exception cause) {
        TaskContext.get().killTaskIfInterrupted();
        return TaskOutcome.Failed.of(cause);
    }

    private final class Counter implements RowCounter {
        @Override
        public synchronized void read(long moreRows, long moreBytes) {
            rows.add(moreRows);
            bytes.add(moreBytes);
        }

        @Override
        public void taken(long moreRows) {
            // rows are counted once: where they are read
        }
    }
}
