package dev.sluice.engine.config;

import dev.sluice.engine.config.SyncRule.NullCursor;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads what a stream's keys say of incremental runs, and of how its target may change. */
final class SyncRules {
    static final List<String> KEYS = List.of(
            "sync_mode",
            "cursor_field",
            "initial_value",
            "until",
            "lookback",
            "late_commits",
            "null_cursor",
            "schema_changes",
            "delete_detection",
            "delete_limit");

    private static final String INCREMENTAL = "incremental";
    private static final List<String> SYNC_MODES = List.of("full_refresh", INCREMENTAL);
    private static final List<String> ONLY_INCREMENTAL =
            List.of("cursor_field", "initial_value", "until", "lookback", "late_commits", "null_cursor");
    private static final List<String> LATE_COMMITS = List.of("exact", "lookback");
    private static final BigDecimal DEFAULT_DELETE_LIMIT = BigDecimal.TEN;

    private SyncRules() {}

    static SyncRule sync(Keys keys) {
        boolean incremental = keys.choice("sync_mode", SYNC_MODES).equals(INCREMENTAL);
        if (!incremental) {
            ONLY_INCREMENTAL.stream()
                    .filter(keys::has)
                    .forEach(key -> keys.problem(key, "means nothing without 'sync_mode: incremental'"));
            return SyncRule.FULL_REFRESH;
        }
        return new SyncRule(
                true,
                keys.text("cursor_field"),
                keys.text("initial_value"),
                keys.text("until"),
                lookback(keys),
                keys.choice("null_cursor", NullCursor.class).orElse(NullCursor.READ));
    }

    private static Lookback lookback(Keys keys) {
        String text = keys.text("lookback");
        Lookback span = span(keys, text);
        if (!keys.choice("late_commits", LATE_COMMITS).equals("lookback")) {
            return span;
        }
        if (text.isEmpty()) {
            keys.problem(
                    "late_commits",
                    "lookback needs 'lookback' beside it: as long as the source's longest transaction, or 0 to read no"
                            + " row that is committed late");
        }
        return span.alone();
    }

    private static Lookback span(Keys keys, String text) {
        if (text.isEmpty()) {
            return Lookback.NONE;
        }
        try {
            return Lookback.parse(text);
        } catch (IllegalArgumentException e) {
            keys.problem("lookback", e.getMessage());
            return Lookback.NONE;
        }
    }

    static WriteRules write(Keys keys, SyncRule sync, Optional<WriteMode> mode) {
        if (sync.incremental() && mode.equals(Optional.of(WriteMode.OVERWRITE))) {
            keys.problem(
                    "write_mode",
                    "overwrite would leave only what is new; use append or merge, or sync_mode full_refresh");
        }
        return new WriteRules(
                keys.flag("allow_empty").orElse(false),
                keys.choice("schema_changes", SchemaChanges.class).orElse(SchemaChanges.EVOLVE),
                "",
                deletes(keys, mode),
                "");
    }

    private static Deletes deletes(Keys keys, Optional<WriteMode> mode) {
        String kind = keys.choice("delete_detection", List.of("none", "soft", "hard"));
        if (kind.isEmpty() || kind.equals("none")) {
            if (keys.has("delete_limit") && kind.isEmpty()) {
                keys.problem("delete_limit", "means nothing without delete_detection: soft or hard");
            }
            return Deletes.NONE;
        }
        if (mode.isPresent() && mode.get() != WriteMode.MERGE) {
            keys.problem("delete_detection", "compares keys, and so needs 'write_mode: merge'");
        }
        return new Deletes(kind.equals("soft") ? Deletes.Kind.SOFT : Deletes.Kind.HARD, limit(keys));
    }

    private static BigDecimal limit(Keys keys) {
        String text = keys.text("delete_limit");
        if (text.isEmpty()) {
            return DEFAULT_DELETE_LIMIT;
        }
        try {
            BigDecimal percent = new BigDecimal(text.replaceFirst("%$", "").strip());
            if (percent.signum() >= 0 && percent.compareTo(ErrorLimit.NONE.percent()) <= 0) {
                return percent;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        keys.problem("delete_limit", "must be a share of the target's rows such as 10%, not '" + text + "'");
        return DEFAULT_DELETE_LIMIT;
    }
}
