package dev.sluice.testkit.faults;

/** What goes wrong, once, on the wire between a program and a server. */
public sealed interface Fault {
    /** After so many bytes, both ways together, all connections are gone. */
    record Cut(long bytes) implements Fault {}

    /** After so many bytes nothing passes for a while; then all goes on. */
    record Stall(long bytes, long millis) implements Fault {}

    /**
     * The n-th request that holds a text gets to the server and is carried out, but its connection is gone before the answer
     * arrives.
     *
     * @param nth from 1
     */
    record LostReply(String text, int nth) implements Fault {}

    /**
     * The n-th request that holds a text doesn't get to the server: its connection is gone.
     *
     * @param nth from 1
     */
    record LostRequest(String text, int nth) implements Fault {}
}
