package dev.sluice.engine.config;

import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline says of the streams that a name or glob matches.
 *
 * @param pattern a name or glob, or the new stream's name where there is a query
 * @param query the query to read instead of a table, or empty
 * @param target the destination's stream, or empty for the source's name
 * @param columns what to take, in order; empty for everything
 * @param mode what becomes of rows already there; empty where nothing is said
 * @param primaryKey overrides the source's key where not empty
 * @param rules how the target's rows and columns may change
 * @param badRows what becomes of rows that can't be read or don't fit
 * @param flatten how many structs that lie in each other become columns; 0 for none
 * @param before statements to run on the destination before the stream begins
 * @param after statements to run on the destination once it is published
 * @param sync whether everything is read or what is new
 */
public record StreamRule(
        String pattern,
        String query,
        Optional<String> target,
        List<ColumnRule> columns,
        Optional<WriteMode> mode,
        List<String> primaryKey,
        WriteRules rules,
        BadRowRule badRows,
        int flatten,
        List<String> before,
        List<String> after,
        SyncRule sync) {
    public StreamRule {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** With everything as it is where nothing is said. */
    public StreamRule(
            String pattern,
            String query,
            Optional<String> target,
            List<ColumnRule> columns,
            WriteMode mode,
            List<String> primaryKey,
            boolean allowEmpty) {
        this(
                pattern,
                query,
                target,
                columns,
                Optional.of(mode),
                primaryKey,
                WriteRules.DEFAULT.withAllowEmpty(allowEmpty),
                BadRowRule.FAIL,
                0,
                List.of(),
                List.of(),
                SyncRule.FULL_REFRESH);
    }

    /** Every stream as it is. */
    public static StreamRule everything(WriteMode mode, boolean allowEmpty) {
        return new StreamRule("*", "", Optional.empty(), List.of(), mode, List.of(), allowEmpty);
    }

    public boolean isExclusion() {
        return pattern.startsWith("!");
    }
}
