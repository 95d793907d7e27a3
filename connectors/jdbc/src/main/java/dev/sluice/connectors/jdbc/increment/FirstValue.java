package dev.sluice.connectors.jdbc.increment;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.util.Optional;

/** Keeps the value of a result's first row and only column, as canonical text. */
final class FirstValue extends BatchOutput {
    private String text;

    FirstValue(Schema schema, BatchSize batchSize) {
        super(schema, batchSize);
    }

    @Override
    public void emit(RecordBatch batch) {
        if (text == null && batch.rowCount() > 0 && !batch.column(0).isNull(0)) {
            text = CursorText.of(schema().type(0), batch.column(0), 0);
        }
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }
}
