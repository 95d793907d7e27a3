package dev.sluice.connectors.jdbc;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.JsonRow;

/** Rows with a value that the database doesn't have: set aside, or the end of the run. */
public record RefusedRows(String product, WriteTask task, RowErrors errors) {
    /**
     * Sets a row aside, or ends the run.
     *
     * @param position of the row in its split, from 0
     * @param column whose value it is
     */
    public void refuse(RecordBatch batch, int row, long position, int column) {
        Field field = batch.schema().field(column);
        Object value = Values.get(field.type(), batch.column(column), row);
        BadRow bad = new BadRow(
                product + " table '" + task.request().target() + "', split " + task.split(),
                0,
                position,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                "the value " + value + " of type " + field.type()
                        + " can't be kept: filter such rows out, set on_error:"
                        + " reject, or cast the column to string",
                JsonRow.of(batch, row));
        if (errors.policy() != OnError.REJECT) {
            throw bad.asFailure();
        }
        errors.reject(bad);
    }
}
