package dev.sluice.connectors.jdbc;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.JsonRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rows that are told apart by a key: those without one are refused, and where rows of one key may follow each other, each
 * gets a number that ascends in the order they came.
 */
final class KeyedInput implements BatchInput {
    /** A split's rows are numbered from its index times this. */
    static final int BITS_OF_ROW = 40;

    private final BatchInput in;
    private final WriteTask task;
    private final String product;
    private final Schema schema;
    private final int[] key;
    private final boolean numbered;
    private final AscendingKeys ascending;
    private long position;

    /**
     * @param schema of the rows that come, with the key
     * @param numbered whether rows get a number
     */
    KeyedInput(BatchInput in, WriteTask task, String product, Schema schema, boolean numbered) {
        this.in = in;
        this.task = task;
        this.product = product;
        this.schema = numbered ? numbered(schema) : schema;
        this.key = schema.primaryKey().stream()
                .mapToInt(name -> schema.indexOf(name).orElseThrow())
                .toArray();
        this.numbered = numbered;
        this.ascending = new AscendingKeys(schema);
    }

    private static Schema numbered(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(Field.required(Staging.ORDER, Type.INT64));
        return new Schema(fields, schema.primaryKey());
    }

    /** What is known of the order of the keys that came. */
    AscendingKeys keys() {
        return ascending;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public RecordBatch next() throws InterruptedException {
        RecordBatch batch = in.next();
        if (batch == null) {
            return null;
        }
        BitSet without = withoutKey(batch);
        RecordBatch whole = numbered ? number(batch) : batch;
        position += batch.rowCount();
        RecordBatch kept = whole.without(without);
        ascending.add(kept);
        return kept;
    }

    private RecordBatch number(RecordBatch batch) {
        long first = ((long) task.split() << BITS_OF_ROW) + position;
        long[] order = new long[batch.rowCount()];
        for (int row = 0; row < order.length; row++) {
            order[row] = first + row;
        }
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.add(new LongColumn(order.length, order, null));
        return new RecordBatch(schema, batch.rowCount(), columns);
    }

    private BitSet withoutKey(RecordBatch batch) {
        BitSet refused = new BitSet();
        for (int column : key) {
            Column values = batch.column(column);
            if (!values.hasNulls()) {
                continue;
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                if (values.isNull(row) && !refused.get(row)) {
                    refuse(batch, row, batch.schema().field(column));
                    refused.set(row);
                }
            }
        }
        return refused;
    }

    private void refuse(RecordBatch batch, int row, Field field) {
        BadRow bad = new BadRow(
                product + " table '" + task.request().target() + "', split " + task.split(),
                0,
                position + row,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                "NULL in the key by which rows are merged: filter such rows out, set on_error: reject, or name another"
                        + " primary_key. The row: " + new String(JsonRow.of(batch, row), StandardCharsets.UTF_8),
                JsonRow.of(batch, row));
        in.rowErrors().reject(bad);
    }

    /** What is rejected goes without the number. */
    @Override
    public RowErrors rowErrors() {
        RowErrors errors = in.rowErrors();
        if (!numbered || errors == RowErrors.FAIL) {
            return errors;
        }
        return new RowErrors() {
            @Override
            public OnError policy() {
                return errors.policy();
            }

            @Override
            public void reject(BadRow row) {
                errors.reject(withoutNumber(row));
            }

            @Override
            public void becomesNull(BadRow row) {
                errors.becomesNull(withoutNumber(row));
            }
        };
    }

    private static BadRow withoutNumber(BadRow row) {
        String raw =
                new String(row.raw(), StandardCharsets.UTF_8).replaceFirst(",\"" + Staging.ORDER + "\":\\d+}$", "}");
        return new BadRow(
                row.file(),
                row.line(),
                row.position(),
                row.column(),
                row.code(),
                row.reason(),
                raw.getBytes(StandardCharsets.UTF_8));
    }
}
