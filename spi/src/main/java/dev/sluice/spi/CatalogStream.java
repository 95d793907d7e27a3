package dev.sluice.spi;

import dev.sluice.spi.data.Schema;
import java.io.Serializable;

/**
 * A stream that a source offers.
 *
 * @param kind what it is there
 * @param schema all its columns
 * @param estimatedRows a guess, or -1 where there is none
 * @param comment the source's comment, or empty
 * @param query the query whose result this is, or empty
 */
public record CatalogStream(StreamName name, Kind kind, Schema schema, long estimatedRows, String comment, String query)
        implements Serializable {
    /** What a stream is at its source. */
    public enum Kind {
        TABLE,
        VIEW,
        FILES,
        QUERY,
        OTHER
    }

    public static CatalogStream of(StreamName name, Kind kind, Schema schema) {
        return new CatalogStream(name, kind, schema, -1, "", "");
    }
}
