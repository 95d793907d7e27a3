package dev.sluice.engine;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.text.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The connectors on the class path and in the plugins folder, by type. Immutable. */
public final class ConnectorRegistry {
    private final TreeMap<String, SourceConnector> sources;
    private final TreeMap<String, DestinationConnector> destinations;

    private ConnectorRegistry(
            TreeMap<String, SourceConnector> sources, TreeMap<String, DestinationConnector> destinations) {
        this.sources = sources;
        this.destinations = destinations;
    }

    /**
     * Finds connectors by {@link ServiceLoader}.
     *
     * @param plugins a folder of jars, each with its own class loader; may be missing
     * @throws ConnectorException where two connectors have one type
     */
    public static ConnectorRegistry load(Optional<Path> plugins) {
        ClassLoader own = ConnectorRegistry.class.getClassLoader();
        List<ClassLoader> loaders = new ArrayList<>();
        loaders.add(own);
        plugins.filter(Files::isDirectory).ifPresent(folder -> {
            for (URL jar : jars(folder)) {
                loaders.add(new URLClassLoader(new URL[] {jar}, own));
            }
        });
        return new ConnectorRegistry(
                byType(loaders, SourceConnector.class, SourceConnector::spec),
                byType(loaders, DestinationConnector.class, DestinationConnector::spec));
    }

    private static <C> TreeMap<String, C> byType(
            List<ClassLoader> loaders, Class<C> role, Function<C, ConnectorSpec> spec) {
        TreeMap<String, C> byType = new TreeMap<>();
        for (ClassLoader loader : loaders) {
            for (ServiceLoader.Provider<C> provider :
                    ServiceLoader.load(role, loader).stream().toList()) {
                boolean inherited =
                        loader != loaders.getFirst() && provider.type().getClassLoader() != loader;
                if (inherited) {
                    continue;
                }
                C connector = provider.get();
                String type = spec.apply(connector).type();
                C other = byType.put(type, connector);
                if (other != null) {
                    throw new ConnectorException(
                            ErrorCode.INVALID_CONFIGURATION,
                            "two connectors have the type '" + type + "': "
                                    + other.getClass().getName() + " and "
                                    + connector.getClass().getName() + "; remove one of them from the plugins folder");
                }
            }
        }
        return byType;
    }

    private static List<URL> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> urls = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                urls.add(file.toUri().toURL());
            }
            return urls;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the plugins folder " + folder, e);
        }
    }

    public Collection<SourceConnector> sources() {
        return sources.values();
    }

    public Collection<DestinationConnector> destinations() {
        return destinations.values();
    }

    /** All types, sources and destinations together. */
    public Set<String> types() {
        Set<String> types = new TreeSet<>(sources.keySet());
        types.addAll(destinations.keySet());
        return types;
    }

    public Optional<SourceConnector> source(String type) {
        return Optional.ofNullable(sources.get(type));
    }

    public Optional<DestinationConnector> destination(String type) {
        return Optional.ofNullable(destinations.get(type));
    }

    /** What is wrong with a type that has no connector in a role. */
    public String unknownType(String type, boolean asSource) {
        if (types().contains(type)) {
            return "'" + type + "' can't be used as a " + (asSource ? "source" : "destination");
        }
        String hint = Suggestion.didYouMean(type, types());
        return "there is no connector '" + type + "'"
                + (hint.isEmpty() ? "; the connectors are " + String.join(", ", types()) : hint);
    }

    /** The spec of a connector in a role. */
    public Optional<ConnectorSpec> spec(String type, boolean asSource) {
        return asSource
                ? source(type).map(SourceConnector::spec)
                : destination(type).map(DestinationConnector::spec);
    }

    /** The spec of the connector that a URI's scheme names in a role. */
    public Optional<ConnectorSpec> specOfScheme(String scheme, boolean asSource) {
        Stream<ConnectorSpec> specs = asSource
                ? sources.values().stream().map(SourceConnector::spec)
                : destinations.values().stream().map(DestinationConnector::spec);
        return specs.filter(spec -> spec.uri().schemes().contains(scheme)).findFirst();
    }

    /** Every scheme a URI may have. */
    public Set<String> schemes() {
        Set<String> schemes = new TreeSet<>();
        sources.values().forEach(source -> schemes.addAll(source.spec().uri().schemes()));
        destinations
                .values()
                .forEach(destination -> schemes.addAll(destination.spec().uri().schemes()));
        return schemes;
    }
}
