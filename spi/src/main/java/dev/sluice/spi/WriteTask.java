package dev.sluice.spi;

import java.io.Serializable;

/**
 * One attempt to write the rows of one split. Plain data.
 *
 * @param split the split's index; the commit puts the output of lower ones first where order matters
 * @param attempt from 1
 */
public record WriteTask(WriteRequest request, WriteHandle handle, int split, int attempt) implements Serializable {}
