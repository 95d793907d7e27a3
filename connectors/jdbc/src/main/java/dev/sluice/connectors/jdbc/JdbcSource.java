package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database as source. What is left for a database: how to connect, how it differs ({@link Dialect}), what its catalog
 * says, and how rows get out of it fastest.
 */
public abstract class JdbcSource extends SourceConnector {
    protected final KeptConnections connections;

    protected JdbcSource() {
        this(KeptConnections.none());
    }

    /** @param connections where those of earlier steps are */
    protected JdbcSource(KeptConnections connections) {
        this.connections = connections;
    }

    protected abstract Dialect dialect();

    /**
     * Opens a connection for reading and logs in.
     *
     * @throws dev.sluice.spi.ConnectorException that says what is wrong, without secrets
     */
    protected abstract Connection connect(Options options);

    /** All tables and views that can be read; with few queries, however many there are. */
    protected abstract List<CatalogStream> tables(Connection connection, Options options) throws SQLException;

    /** The option that says which schema's tables {@link #tables} lists; empty where that isn't up to it alone. */
    protected Optional<Option<String>> schemaOption() {
        return Optional.empty();
    }

    /** The columns of a query's result, without running it. */
    protected abstract CatalogStream describe(Connection connection, Options options, String name, String query)
            throws SQLException;

    @Override
    public void testConnection(Options options) {
        try (Connection connection = connect(options)) {
            connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw dialect().failure("testing the connection", e);
        }
    }

    @Override
    public Catalog discoverSchema(DiscoverRequest request) {
        Options options = request.options();
        try {
            return connections.step(options, () -> connect(options), connection -> {
                List<CatalogStream> streams = new ArrayList<>(tables(connection, options));
                for (Options schema : otherSchemas(request)) {
                    streams.addAll(tables(connection, schema));
                }
                for (Map.Entry<String, String> query : request.queries().entrySet()) {
                    streams.add(describe(connection, options, query.getKey(), query.getValue()));
                }
                return new Catalog(streams);
            });
        } catch (SQLException e) {
            throw dialect().failure("reading the catalog", e);
        }
    }

    /** Who names a schema with each table needn't set it as an option too. Each schema is listed once, however it is spelt. */
    private List<Options> otherSchemas(DiscoverRequest request) {
        Options options = request.options();
        Optional<Option<String>> schema = schemaOption().filter(option -> !options.isSet(option));
        if (schema.isEmpty()) {
            return List.of();
        }
        Set<String> listed = new HashSet<>(Set.of(dialect().identity(options.get(schema.get()))));
        return request.namespaces().stream()
                .filter(namespace -> listed.add(dialect().identity(namespace)))
                .map(namespace -> options.with(schema.get(), namespace))
                .toList();
    }

    @Override
    public void close() {
        connections.close();
    }
}
