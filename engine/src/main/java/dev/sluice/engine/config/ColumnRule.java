package dev.sluice.engine.config;

import dev.sluice.spi.data.Type;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code columns:}: {@code name}, {@code name as newName}, {@code name: type}, {@code name as newName: type}.
 * Names that hold spaces, colons or quotes are written in double quotes.
 *
 * @param source the column's name at the source
 * @param target its name at the destination
 * @param type what to cast it to, or empty
 */
public record ColumnRule(String source, String target, Optional<Type> type) {
    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\\s:\"]+)";
    private static final Pattern SYNTAX =
            Pattern.compile(NAME + "(?:\\s+as\\s+" + NAME + ")?\\s*(?::\\s*(.+))?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static ColumnRule parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not 'name', 'name as new_name' or 'name as new_name: type'");
        }
        String source = unquote(matcher.group(1));
        String target = matcher.group(2) == null ? source : unquote(matcher.group(2));
        return new ColumnRule(
                source, target, Optional.ofNullable(matcher.group(3)).map(Type::parse));
    }

    private static String unquote(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
