package dev.sluice.engine.run;

import dev.sluice.engine.content.RowSet;
import java.io.Serializable;

/**
 * What an attempt found out about rows that more than one run reads. Plain data.
 *
 * @param leftOut rows that an earlier run had delivered
 * @param nullCursors rows without a cursor
 * @param remembered how many rows the next run would have to be told of
 * @param repeats these rows; not all of them where there are too many
 */
record SyncResult(long leftOut, long nullCursors, long remembered, RowSet repeats) implements Serializable {}
