package dev.sluice.spi;

import java.io.Serializable;

/**
 * How the source connector of the same type reads what a destination has written. Plain data.
 *
 * @param options for the source
 * @param stream as the source names it; null for the only one
 */
public record ReadBack(Options options, StreamName stream) implements Serializable {}
