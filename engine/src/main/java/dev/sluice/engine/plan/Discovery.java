package dev.sluice.engine.plan;

import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a source for its streams. */
public final class Discovery {
    private Discovery() {}

    /** The streams that names and globs are to be looked up in; an empty one stands for all. */
    public static Catalog of(SourceConnector source, ConnectionConfig connection, List<String> patterns) {
        return of(source, connection, Map.of(), patterns);
    }

    /**
     * @param queries by the name of the stream
     * @param patterns the names and globs of the other streams; an empty one stands for all
     * @throws ConnectorException which also says what a # in a path was taken for, where nothing is at the path before it
     */
    static Catalog of(
            SourceConnector source, ConnectionConfig connection, Map<String, String> queries, List<String> patterns) {
        DiscoverRequest request = new DiscoverRequest(connection.options(), queries, namespaces(patterns));
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

    /** None where there is a glob without one, which is meant for the namespace that is listed anyway. */
    private static List<String> namespaces(List<String> patterns) {
        List<String> namespaces = new ArrayList<>();
        for (String pattern : patterns) {
            String namespace =
                    pattern.isEmpty() ? "" : StreamName.parse(pattern).namespace();
            if (Glob.isGlob(namespace.isEmpty() ? pattern : namespace)) {
                return List.of();
            }
            if (!namespace.isEmpty() && !namespaces.contains(namespace)) {
                namespaces.add(namespace);
            }
        }
        return namespaces;
    }
}
