package dev.sluice.spi;

/** What becomes of rows and values that can't be read, or that don't fit where they shall go. */
public enum OnError {
    /** The run ends. */
    FAIL,
    /** The row is set aside, with the reason, and the others go on. */
    REJECT,
    /** The value becomes NULL and is counted. What is no row at all still ends the run. */
    NULL
}
