package dev.sluice.connectors.mysql.load;

import dev.sluice.connectors.jdbc.Table;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;

/** Writes rows as lines: fields with tabs between them, {@code \N} for NULL. */
final class LineEncoder {
    /** No column was refused. */
    static final int COMPLETE = -1;

    private final FieldEncoder[] encoders;
    /** Whether a column's values are text as they are, in which there may be anything. */
    private final boolean[] escaped;

    private final ColumnCheck[] checks;

    /**
     * @param staging has a column for each of the schema's, in its order
     */
    LineEncoder(Schema schema, Table staging) {
        encoders = new FieldEncoder[schema.size()];
        escaped = new boolean[schema.size()];
        checks = new ColumnCheck[schema.size()];
        for (int i = 0; i < encoders.length; i++) {
            Type type = schema.type(i);
            String nativeType = staging.columns().get(i).nativeType();
            encoders[i] = FieldEncoder.of(type, nativeType);
            escaped[i] = FieldEncoder.copies(type, nativeType);
            checks[i] = ColumnCheck.of(type, nativeType);
        }
    }

    /**
     * Writes a row.
     *
     * @return the column that doesn't keep its value, or {@link #COMPLETE}
     */
    int encode(RecordBatch batch, int row, ByteSink out) {
        for (int i = 0; i < encoders.length; i++) {
            if (i > 0) {
                out.write('\t');
            }
            Column column = batch.column(i);
            if (column.isNull(row)) {
                out.write('\\');
                out.write('N');
            } else if (!checks[i].holds(column, row)) {
                return i;
            } else if (escaped[i]) {
                BytesColumn text = (BytesColumn) column;
                LineEscape.write(out, text.bytes(), text.start(row), text.length(row));
            } else if (!encoders[i].encode(column, row, out)) {
                return i;
            }
        }
        out.write('\n');
        return COMPLETE;
    }
}
