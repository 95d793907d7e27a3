package dev.sluice.engine.run;

import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.WriteTask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves splits, each in as many attempts as are worthwhile: in the run's own process or in another.
 *
 * @param attemptsBefore added to the number of an attempt, so that no other process makes one of the same number
 * @param retrying is told before another attempt is made
 */
record SplitAttempts(
        SourceConnector source,
        DestinationConnector destination,
        SplitWork work,
        int attemptsBefore,
        Observers observers,
        RowCounter counter,
        Consumer<RunEvent.Retry> retrying) {

    /** What looks at the rows of an attempt. */
    interface Observers {
        AttemptErrors errors(int task, int attempt);

        AttemptSync sync(Split split);

        /** Null where nothing is verified. */
        RunVerification.Sent sent();
    }

    /**
     * Moves a split.
     *
     * @throws Exception the failure of the last attempt, which names the stream
     */
    TaskResult run(Split split) throws Exception {
        List<TaskAttempt> attempts = new ArrayList<>();
        List<RunEvent.Retry> retries = new ArrayList<>();
        for (int attempt = 1; ; attempt++) {
            TaskAttempt task = attempt(split, attemptsBefore + attempt);
            attempts.add(task);
            try {
                CommitToken token = task.run();
                return counting(token, attempts).result(token).with(retries);
            } catch (Exception e) {
                if (!Retries.isWorthwhile(e, attempt)) {
                    throw Failures.inStream(work.stream(), work.oneOfMany() ? split.description() : "", e);
                }
                RunEvent.Retry retry = Retries.after(work.stream(), split.description(), attempt, e);
                retries.add(retry);
                retrying.accept(retry);
                Thread.sleep(retry.pause());
            }
        }
    }

    /**
     * An attempt whose success got lost on its way is the one that counts, with what it had read. One of another process
     * can't be asked any more; but the last attempt has read the same rows to their end.
     */
    private TaskAttempt counting(CommitToken token, List<TaskAttempt> attempts) {
        int index = token.attempt() - attemptsBefore - 1;
        return index >= 0 && index < attempts.size() ? attempts.get(index) : attempts.getLast();
    }

    private TaskAttempt attempt(Split split, int number) {
        int task = work.firstTask() + split.index();
        return new TaskAttempt(
                source,
                work.read(),
                split,
                destination,
                new WriteTask(work.write(), work.handle(), task, number, work.keys()),
                work.mapping(),
                counter,
                observers.errors(task, number),
                observers.sync(split),
                observers.sent(),
                work.channelBytes());
    }
}
