package dev.sluice.spi;

import java.io.Serializable;

/**
 * One attempt to write the rows of one split. Plain data.
 *
 * @param split the split's index; the commit puts the output of lower ones first where order matters
 * @param attempt from 1
 * @param keys whether the rows are the keys that the source has now, and no rows to be shown: what isn't among them was
 *     deleted there. Their columns are those of the request's primary key, in its order
 */
public record WriteTask(WriteRequest request, WriteHandle handle, int split, int attempt, boolean keys)
        implements Serializable {
    public WriteTask(WriteRequest request, WriteHandle handle, int split, int attempt) {
        this(request, handle, split, attempt, false);
    }

    public WriteTask withRequest(WriteRequest newRequest) {
        return new WriteTask(newRequest, handle, split, attempt, keys);
    }
}
