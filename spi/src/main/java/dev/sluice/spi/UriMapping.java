package dev.sluice.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a connector's options are written as a URI.
 *
 * @param schemes the words before the colon
 * @param toConfig turns a URI's parts into configuration keys
 */
public record UriMapping(List<String> schemes, Function<ConnectionUri, Map<String, Object>> toConfig) {
    /** For connectors that have no URI form. */
    public static final UriMapping NONE = new UriMapping(List.of(), uri -> Map.of());

    public UriMapping {
        schemes = List.copyOf(schemes);
    }

    /** {@code scheme://user:password@host:port/path?key=value}, with the path as the value of an option. */
    public static UriMapping server(String pathOption, String... schemes) {
        return new UriMapping(List.of(schemes), uri -> {
            Map<String, Object> config = new LinkedHashMap<>();
            putIfWritten(config, "host", uri.host());
            if (uri.port() >= 0) {
                config.put("port", uri.port());
            }
            putIfWritten(config, "user", uri.user());
            putIfWritten(config, "password", uri.password());
            putIfWritten(
                    config, pathOption, uri.path().startsWith("/") ? uri.path().substring(1) : uri.path());
            config.putAll(uri.parameters());
            return config;
        });
    }

    /** {@code scheme:path?key=value}. */
    public static UriMapping path(String pathOption, String... schemes) {
        return new UriMapping(List.of(schemes), uri -> {
            Map<String, Object> config = new LinkedHashMap<>();
            putIfWritten(config, pathOption, uri.path());
            config.putAll(uri.parameters());
            return config;
        });
    }

    private static void putIfWritten(Map<String, Object> config, String key, String value) {
        if (!value.isEmpty()) {
            config.put(key, value);
        }
    }

    /**
     * The parts of a connection URI, percent-decoded; what is missing is empty, a missing port -1.
     *
     * @param path with its leading slash where an authority stands before it
     */
    public record ConnectionUri(
            String scheme,
            String host,
            int port,
            String user,
            String password,
            String path,
            Map<String, String> parameters) {
        public ConnectionUri {
            parameters = Map.copyOf(parameters);
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return host.isEmpty()
                    ? scheme + ":" + path
                    : scheme + "://" + (user.isEmpty() ? "" : user + "@") + host + (port < 0 ? "" : ":" + port) + path;
        }
    }
}
