package dev.sluice.spi;

import java.io.Serializable;
import java.util.Map;

/**
 * What a task staged. Plain data.
 *
 * @param rows number of rows staged
 * @param bytes bytes written to the target, or an estimate
 * @param properties what the commit needs: a file's name, an upload's parts
 */
public record CommitToken(int split, int attempt, long rows, long bytes, Map<String, String> properties)
        implements Serializable {
    public CommitToken {
        properties = Map.copyOf(properties);
    }

    public static CommitToken of(WriteTask task, long rows, long bytes, Map<String, String> properties) {
        return new CommitToken(task.split(), task.attempt(), rows, bytes, properties);
    }
}
