package dev.sluice.engine.plan;

import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SourceConnector;

/** Asks a source for its streams. */
public final class Discovery {
    private Discovery() {}

    /** @throws ConnectorException which also says what a # in a path was taken for, where nothing is at the path before it */
    public static Catalog of(SourceConnector source, ConnectionConfig connection, DiscoverRequest request) {
        try {
            return source.discoverSchema(request);
        } catch (ConnectorException e) {
            if (e.code() != ErrorCode.STREAM_NOT_FOUND || connection.label().indexOf('#') < 0) {
                throw e;
            }
            throw new ConnectorException(
                    e.code(),
                    e.getMessage() + "; there is no '" + connection.label()
                            + "' either, and what follows its last # was taken for a stream's name",
                    e);
        }
    }
}
