package dev.sluice.cli.matrix;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.util.List;

/** A reader that isn't Sluice's. */
interface Judge {
    /**
     * All rows of some files, as {@link Values} takes them.
     *
     * @param schema the columns that the files must have
     */
    List<List<Object>> rows(List<byte[]> files, Schema schema) throws Exception;

    /** Rows in a spelling that the judge keeps. */
    default RecordBatch comparable(RecordBatch rows) {
        return rows;
    }

    /** The rows with columns of that schema. */
    default RecordBatch batch(List<byte[]> files, Schema schema) throws Exception {
        return batch(schema, rows(files, schema));
    }

    static RecordBatch batch(Schema schema, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), builder.column(i), row.get(i));
            }
        }
        return builder.build();
    }

    static Judge of(String format) {
        return switch (format) {
            case "csv", "parquet" -> new DuckDbJudge(format);
            case "avro" -> new AvroJudge();
            default -> new JacksonJudge(format);
        };
    }
}
