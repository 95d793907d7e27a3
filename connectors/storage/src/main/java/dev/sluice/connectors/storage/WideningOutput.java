package dev.sluice.connectors.storage;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes batches with one file's own types and hands them on with the wider types of the stream. Values go by their text,
 * which keeps every digit; only columns whose types differ are touched.
 */
final class WideningOutput extends BatchOutput {
    private final BatchOutput out;

    private WideningOutput(Schema fileTypes, BatchOutput out) {
        super(fileTypes, out.batchSize());
        this.out = out;
    }

    /** What a format can write a file's records to. */
    static BatchOutput of(Schema file, BatchOutput out) {
        List<Field> fields = out.schema().fields().stream()
                .map(field -> file.indexOf(field.name()).isPresent()
                        ? field.withType(file.type(file.indexOf(field.name()).getAsInt()))
                        : field)
                .toList();
        return fields.equals(out.schema().fields()) ? out : new WideningOutput(Schema.of(fields), out);
    }

    @Override
    public void emit(RecordBatch batch) throws InterruptedException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < batch.columns().size(); i++) {
            columns.add(widen(batch.column(i), schema().type(i), out.schema().type(i)));
        }
        out.emit(new RecordBatch(out.schema(), batch.rowCount(), columns));
    }

    private static Column widen(Column column, Type from, Type to) {
        if (from.equals(to)) {
            return column;
        }
        ValueWriter writer = ValueWriter.of(from);
        ValueParser parser = ValueParser.of(to);
        ColumnBuilder builder = ColumnBuilder.of(to, column.size());
        ByteSink text = new ByteSink(64);
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                builder.appendNull();
                continue;
            }
            text.clear();
            writer.write(column, row, text);
            if (!parser.parse(text.array(), 0, text.length(), builder)) {
                throw new IllegalStateException("'" + text + "' of type " + from + " is no value of type " + to);
            }
        }
        return builder.build();
    }
}
