package dev.sluice.spi;

import java.io.Serializable;
import java.util.Objects;

/**
 * The name of a table, view or set of files.
 *
 * @param namespace schema or database, or empty
 * @param name never empty
 */
public record StreamName(String namespace, String name) implements Serializable {
    public StreamName {
        Objects.requireNonNull(namespace, "namespace");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a stream's name can't be empty");
        }
    }

    public static StreamName of(String name) {
        return new StreamName("", name);
    }

    /**
     * Reads {@code name} or {@code namespace.name}; a part in double quotes may itself hold dots ({@code public."a.b"}).
     */
    public static StreamName parse(String text) {
        int dot = -1;
        boolean quoted = false;
        for (int i = 0; i < text.length() && dot < 0; i++) {
            char next = text.charAt(i);
            if (next == '"') {
                quoted = !quoted;
            } else if (next == '.' && !quoted) {
                dot = i;
            }
        }
        return dot <= 0 || dot == text.length() - 1
                ? of(unquote(text))
                : new StreamName(unquote(text.substring(0, dot)), unquote(text.substring(dot + 1)));
    }

    private static String unquote(String part) {
        boolean quoted = part.length() > 2 && part.startsWith("\"") && part.endsWith("\"");
        return quoted ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }

    /** {@code namespace.name}, or the name alone; for people, not for SQL. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "." + name;
    }
}
