package dev.sluice.spi.text;

import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.nio.charset.StandardCharsets;

/** A row as a JSON object; for messages and rejected rows, not for hot paths. */
public final class JsonRow {
    private JsonRow() {}

    /** The row in UTF-8, with a key per column. */
    public static byte[] of(RecordBatch batch, int row) {
        Schema schema = batch.schema();
        ByteSink json = new ByteSink(256);
        json.write('{');
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                json.write(',');
            }
            byte[] name = schema.field(i).name().getBytes(StandardCharsets.UTF_8);
            JsonWriter.writeString(json, name, 0, name.length);
            json.write(':');
            JsonWriter.of(schema.type(i)).write(batch.column(i), row, json);
        }
        json.write('}');
        return json.toByteArray();
    }
}
