package dev.sluice.engine.run;

import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.text.JsonRow;

/**
 * Decides on the values of one batch that don't fit the columns they are written to.
 *
 * @param origin what the batch was read from
 * @param firstRow the number of the batch's first row within its split, from 0
 */
record CastErrors(RowErrors errors, String origin, RecordBatch batch, long firstRow)
        implements ColumnMapping.RefusedValue {
    @Override
    public boolean setsAside(Field field, int row, String reason) {
        long position = firstRow + row;
        OnError policy = errors.policy();
        if (policy == OnError.FAIL || policy == OnError.NULL && !field.nullable()) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED, "column '" + field.name() + "', row " + (position + 1) + ": " + reason);
        }
        BadRow bad =
                new BadRow(origin, 0, position, field.name(), ErrorCode.VALUE_REFUSED, reason, JsonRow.of(batch, row));
        if (policy == OnError.NULL) {
            errors.becomesNull(bad);
            return false;
        }
        errors.reject(bad);
        return true;
    }
}
