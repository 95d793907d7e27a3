package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.ColumnFit;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How values get into a column that exists. Binary COPY wants exactly the column's type, and rounds decimals and
 * fractions of a second without a word: where the column is narrower, values are converted (and checked) before.
 */
final class ExistingColumn {
    /** Intervals of some fields or fewer digits: {@code interval day}, {@code interval second(3)}. */
    private static final Pattern NARROW_INTERVAL = Pattern.compile("interval[ (][^\\[]*");

    /** What the server cuts off without a word, and nobody here checks. */
    private static final Pattern CUTS =
            Pattern.compile("(" + NARROW_INTERVAL + "|time\\(\\d\\) with time zone|name|\"char\")(\\[])?");

    private static final ColumnFit FIT = new ColumnFit(NativeTypes.MAX_SECOND_DIGITS);

    private ExistingColumn() {}

    /** Empty where the column can't hold the field's values. */
    static Optional<NativeType> accept(Field field, TableColumn column) {
        if (CUTS.matcher(column.nativeType()).matches() && !field.nativeType().equals(column.nativeType())) {
            return Optional.empty();
        }
        return FIT.of(field.type(), column, stagingType(column), NativeTypes.loss(field.type()));
    }

    /** What has no binary form of ours is staged as text; the publishing statement casts it. */
    private static String stagingType(TableColumn column) {
        boolean text = column.type() instanceof Type.Text && !NativeTypes.isPlainText(column.nativeType());
        boolean texts = column.type() instanceof Type.ListOf(Type element)
                && element instanceof Type.Text
                && !NativeTypes.isPlainText(column.nativeType());
        String own = NARROW_INTERVAL.matcher(column.nativeType()).replaceFirst("interval");
        return text ? "text" : texts ? "text[]" : own;
    }
}
