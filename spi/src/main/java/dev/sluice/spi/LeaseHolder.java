package dev.sluice.spi;

/**
 * Who asks for a lease.
 *
 * @param workspace identifies the folder whose lock the run holds, which no two live runs do: what another run from there has
 *     left is taken over at once, since it is over
 * @param description for people who are refused: host and folder
 */
public record LeaseHolder(String workspace, String description) {}
