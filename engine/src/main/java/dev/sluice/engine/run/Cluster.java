package dev.sluice.engine.run;

import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Split;
import java.util.List;

/**
 * Processes, on other machines too, that tasks of a run can run in. Planning and publishing stay with the run. Several
 * threads may move splits at once, each those of another stream.
 */
public interface Cluster extends AutoCloseable {
    /**
     * What a pipeline may use of it; asked once, before anything is moved.
     *
     * @param parallelism how many tasks at once, of all streams together; 0 for as many as the cluster has processors
     * @param rowsPerBatch a user's batch_size, or 0
     */
    Budget budget(int parallelism, int rowsPerBatch);

    /** @throws ConnectorException where the plan needs what only one machine has */
    void check(RunPlan plan);

    /** How many streams are worth moving at once. */
    int streamsAtOnce();

    /**
     * Moves splits. When it returns or throws, no attempt is running any more, as far as that can be known. An interrupt
     * cancels all tasks.
     *
     * @param atOnce how many of these tasks may run at once
     * @param tasks is told of each split's result once; called by the caller's thread, except for counts and events
     * @throws Exception the first failure of a split that can't be mended; InterruptedException where it was cancelled
     */
    void run(ClusterWork work, List<Split> splits, int atOnce, Tasks tasks) throws Exception;

    @Override
    void close();

    /** Is told how the tasks get on. */
    interface Tasks {
        /** How many more rows running attempts have read since the last call; negative where one failed or ended. */
        void running(long rows, long bytes);

        /** A split is moved. What its attempts had told as {@link #running} is taken off by itself. */
        void done(TaskResult result) throws Exception;

        /** Something happened that a user may want to know. */
        void event(RunEvent event);
    }
}
