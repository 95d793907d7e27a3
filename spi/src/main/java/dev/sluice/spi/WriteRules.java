package dev.sluice.spi;

import java.io.Serializable;

/**
 * How a target's rows and columns may change. Plain data.
 *
 * @param allowEmpty whether a target with rows may be replaced by none
 * @param schemaChanges what becomes of columns that differ from the target's
 * @param cursor the column, as written, whose largest value wins among rows of one key in a merge; empty for the row that
 *     came last
 * @param deletes what becomes of rows that the source has no more, in a merge
 * @param fingerprint of the splits that will be written, see {@link SplitPlan#fingerprint}; empty where an earlier run's
 *     output must not be used
 */
public record WriteRules(
        boolean allowEmpty, SchemaChanges schemaChanges, String cursor, Deletes deletes, String fingerprint)
        implements Serializable {
    public static final WriteRules DEFAULT = new WriteRules(false, SchemaChanges.EVOLVE, "", Deletes.NONE, "");

    public WriteRules withAllowEmpty(boolean allowed) {
        return new WriteRules(allowed, schemaChanges, cursor, deletes, fingerprint);
    }

    public WriteRules withSchemaChanges(SchemaChanges changes) {
        return new WriteRules(allowEmpty, changes, cursor, deletes, fingerprint);
    }

    public WriteRules withCursor(String column) {
        return new WriteRules(allowEmpty, schemaChanges, column, deletes, fingerprint);
    }

    public WriteRules withDeletes(Deletes rule) {
        return new WriteRules(allowEmpty, schemaChanges, cursor, rule, fingerprint);
    }

    public WriteRules withFingerprint(String splits) {
        return new WriteRules(allowEmpty, schemaChanges, cursor, deletes, splits);
    }
}
