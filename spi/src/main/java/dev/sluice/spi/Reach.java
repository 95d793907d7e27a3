package dev.sluice.spi;

/** From where a task can get at what a connection names. */
public enum Reach {
    /** From any machine that the network lets through. */
    NETWORK,
    /** From machines that see the same disk under the same path. */
    DISK,
    /** From the processes of one machine, whatever others may see of its disk. */
    MACHINE
}
