package dev.sluice.connectors.storage;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Quoted;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the batches of one file, with its own columns, and hands them on with those of the stream: wider types, nulls for
 * columns that the file lacks, values of folders, and what is known of the file itself.
 */
final class StreamOutput extends BatchOutput {
    /** Where a column of the stream comes from. */
    private sealed interface Origin {
        /** A column of the file, of the file's type. */
        record InFile(int index, Type type) implements Origin {}

        record Constant(ConstantColumn column) implements Origin {}

        record RowNumber() implements Origin {}
    }

    private final BatchOutput out;
    private final List<Origin> origins;
    private long rows;

    private StreamOutput(Schema fromFile, BatchSize size, List<Origin> origins, BatchOutput out) {
        super(fromFile, size);
        this.out = out;
        this.origins = origins;
    }

    /**
     * What a format can write a file's records to.
     *
     * @param columns the file's own
     * @param stream all columns of the stream
     * @throws ConnectorException where a column that is wanted is in no file, or the file has columns of which the plan
     *     knew nothing
     */
    static BatchOutput of(StoredFile file, Schema columns, Schema stream, BatchOutput out) {
        Map<String, Field> ofStream = byName(stream);
        Map<String, Field> ofFile = byName(columns);
        ofFile.values().forEach(field -> requirePlanned(file, field, ofStream.get(field.name())));
        List<Field> fromFile = new ArrayList<>();
        List<Origin> origins = new ArrayList<>();
        long constantBytes = 0;
        for (Field wanted : out.schema().fields()) {
            Field known = ofStream.get(wanted.name());
            if (known == null) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        file.path() + ": there is no column '" + wanted.name() + "'; there are "
                                + Quoted.list(stream.names()));
            }
            Field own = ofFile.get(wanted.name());
            if (known.nativeType().equals(AddedColumns.ROW_NUMBER)) {
                origins.add(new Origin.RowNumber());
            } else if (own != null && !isAdded(known)) {
                origins.add(new Origin.InFile(fromFile.size(), own.type()));
                fromFile.add(wanted.withType(own.type()));
            } else {
                ConstantColumn constant = ConstantColumn.of(wanted, constant(file, known), file);
                constantBytes += constant.bytesPerRow();
                origins.add(new Origin.Constant(constant));
            }
        }
        boolean asItIs = fromFile.equals(out.schema().fields());
        return asItIs ? out : new StreamOutput(Schema.of(fromFile), size(out.batchSize(), constantBytes), origins, out);
    }

    private static Map<String, Field> byName(Schema schema) {
        Map<String, Field> fields = new HashMap<>();
        schema.fields().forEach(field -> fields.put(field.name(), field));
        return fields;
    }

    private static void requirePlanned(StoredFile file, Field own, Field planned) {
        boolean fits = planned != null
                && (isAdded(planned)
                        || WiderType.of(own.type(), planned.type())
                                .filter(planned.type()::equals)
                                .isPresent());
        if (!fits) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    file.path() + ": the column '" + own.name() + "' is " + own.type()
                            + (planned == null ? ", and there was no such column" : ", and was " + planned.type())
                            + " when the run was planned; run again once nothing writes to the files");
        }
    }

    private static boolean isAdded(Field field) {
        return switch (field.nativeType()) {
            case AddedColumns.PARTITION, AddedColumns.FILE_NAME, AddedColumns.FILE_TIME, AddedColumns.ROW_NUMBER ->
                true;
            default -> false;
        };
    }

    /** The text of a value that is the same in all rows of a file, or null. */
    private static String constant(StoredFile file, Field field) {
        return switch (field.nativeType()) {
            case AddedColumns.PARTITION -> Partitions.of(file.path()).get(field.name());
            case AddedColumns.FILE_NAME -> file.path();
            case AddedColumns.FILE_TIME ->
                file.modified().truncatedTo(ChronoUnit.MICROS).toString();
            default -> null;
        };
    }

    /** Leaves room in a batch for the columns that are added. */
    private static BatchSize size(BatchSize size, long constantBytes) {
        long rows = constantBytes == 0 ? size.maxRows() : size.maxBytes() / (2 * constantBytes);
        return new BatchSize(Math.clamp(rows, 1, size.maxRows()), size.maxBytes());
    }

    @Override
    public RowErrors rowErrors() {
        return out.rowErrors();
    }

    @Override
    public void emit(RecordBatch batch) throws InterruptedException {
        List<Column> columns = new ArrayList<>(origins.size());
        for (int i = 0; i < origins.size(); i++) {
            columns.add(
                    switch (origins.get(i)) {
                        case Origin.InFile(int index, Type type) ->
                            WiderType.widen(
                                    batch.column(index), type, out.schema().type(i));
                        case Origin.Constant(ConstantColumn constant) -> constant.ofSize(batch.rowCount());
                        case Origin.RowNumber() -> numbers(batch.rowCount());
                    });
        }
        rows += batch.rowCount();
        out.emit(new RecordBatch(out.schema(), batch.rowCount(), columns));
    }

    private LongColumn numbers(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = rows + i + 1;
        }
        return new LongColumn(count, numbers, null);
    }
}
