package dev.sluice.engine.config;

import dev.sluice.engine.hooks.RunHooks;
import java.nio.file.Path;
import java.util.List;

/**
 * A validated pipeline: what to move from where to where.
 *
 * @param name identifies the pipeline's lock, state and history
 * @param rules at least one; a later rule wins over an earlier one, a name over a glob
 * @param hooks whom to tell that a run has ended
 * @param home the folder that {@code .sluice/} belongs into
 */
public record Pipeline(
        String name,
        ConnectionConfig source,
        ConnectionConfig destination,
        List<StreamRule> rules,
        RunHooks hooks,
        Path home) {
    public Pipeline {
        rules = List.copyOf(rules);
    }

    /** Without hooks. */
    public Pipeline(
            String name, ConnectionConfig source, ConnectionConfig destination, List<StreamRule> rules, Path home) {
        this(name, source, destination, rules, RunHooks.NONE, home);
    }
}
