package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.JsonRow;

/** Rows with a value that the database doesn't have: set aside, or the end of the run. */
public record RefusedRows(String product, WriteTask task, RowErrors errors) {
    /**
     * @param position of the row in its split, from 0
     */
    public void refuse(RecordBatch batch, int row, long position, int column) {
        refuse(batch, row, position, column, "can't be kept");
    }

    /**
     * @param position of the row in its split, from 0
     * @param reason what is the matter with the value, for people
     */
    public void refuse(RecordBatch batch, int row, long position, int column, String reason) {
        Field field = batch.schema().field(column);
        Object value = Values.get(field.type(), batch.column(column), row);
        BadRow bad = new BadRow(
                product + " table '" + task.request().target() + "', split " + task.split(),
                0,
                position,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                "the value " + value + " of type " + field.type() + " " + reason
                        + ": filter such rows out, set on_error: reject, or cast the column to string",
                JsonRow.of(batch, row));
        errors.reject(bad);
    }
}
