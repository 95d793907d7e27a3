package dev.sluice.engine.plan;

import dev.sluice.engine.config.ColumnRule;
import dev.sluice.spi.data.Schema;
import java.util.List;
import java.util.Locale;

/**
 * Names as users spell them. Databases that keep unquoted names in upper case, such as Oracle, let everyone write them in
 * lower case; so a name in lower case also means the one in upper case, where there is none exactly like it.
 */
final class Spelling {
    private Spelling() {}

    /** Whether a name that is written means the other where nothing is called exactly so. */
    static boolean means(String written, String name) {
        return written.equals(written.toLowerCase(Locale.ROOT)) && name.equals(written.toUpperCase(Locale.ROOT));
    }

    /** The column's own name, or what is written where there is no such column. */
    static String ofColumn(Schema schema, String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        return schema.indexOf(written).isEmpty()
                        && means(written, upper)
                        && schema.indexOf(upper).isPresent()
                ? upper
                : written;
    }

    /** The rules with the columns' own names, also for columns that aren't renamed. */
    static List<ColumnRule> ofColumns(Schema schema, List<ColumnRule> rules) {
        return rules.stream()
                .map(rule -> {
                    String source = ofColumn(schema, rule.source());
                    String target = rule.target().equals(rule.source()) ? source : rule.target();
                    return new ColumnRule(source, target, rule.type());
                })
                .toList();
    }
}
