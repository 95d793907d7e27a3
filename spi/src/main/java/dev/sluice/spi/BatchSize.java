package dev.sluice.spi;

import java.io.Serializable;

/** When a batch is full: whichever of the two comes first, but never before it has one row. */
public record BatchSize(int maxRows, long maxBytes) implements Serializable {
    public boolean isFull(int rows, long bytes) {
        return rows >= maxRows || bytes >= maxBytes && rows > 0;
    }
}
