package dev.sluice.connectors.jdbc;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.text.Quoted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Queries that users wrote, as parts of statements. */
public final class QueryText {
    private QueryText() {}

    /** A query without semicolons at its end. */
    public static String bare(String query) {
        String bare = query.strip();
        while (bare.endsWith(";")) {
            bare = bare.substring(0, bare.length() - 1).strip();
        }
        return bare;
    }

    /** A query that can stand in brackets: the line break ends a comment it may end with. */
    public static String inBrackets(String query) {
        return "(" + bare(query) + "\n)";
    }

    /**
     * Fails where two columns of a query's result have the same name.
     *
     * @throws ConnectorException INVALID_CONFIGURATION
     */
    public static void requireDistinct(String name, List<Field> fields) {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new TreeSet<>();
        fields.forEach(field -> {
            if (!seen.add(field.name())) {
                repeated.add(field.name());
            }
        });
        if (!repeated.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "query '" + name + "' has more than one column named " + Quoted.list(repeated)
                            + ": give each its own name with AS");
        }
    }
}
