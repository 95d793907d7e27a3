package dev.sluice.engine.run;

import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import java.io.Serializable;

/**
 * What the tasks of a stream have in common; with a split it makes a task. Plain data.
 *
 * @param stream the stream's name, for people
 * @param keys whether the rows are the source's keys, see {@link dev.sluice.spi.WriteTask#keys}
 * @param firstTask the number of the first split among all tasks of the stream
 * @param oneOfMany whether a message has to tell which split it is about
 * @param channelBytes how many bytes of batches may wait between reader and writer
 */
record SplitWork(
        String stream,
        ReadRequest read,
        ColumnMapping mapping,
        WriteRequest write,
        WriteHandle handle,
        boolean keys,
        int firstTask,
        boolean oneOfMany,
        long channelBytes)
        implements Serializable {}
