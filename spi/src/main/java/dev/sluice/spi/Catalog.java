package dev.sluice.spi;

import java.util.List;

/** The streams a source offers, in the source's order. */
public record Catalog(List<CatalogStream> streams) {
    public Catalog {
        streams = List.copyOf(streams);
    }
}
