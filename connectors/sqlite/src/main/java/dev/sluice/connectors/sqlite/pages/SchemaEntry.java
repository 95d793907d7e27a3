package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.util.Arrays;
import java.util.List;

/**
 * The row of a table in the table of tables.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#storage_of_the_sql_database_schema">Database File Format, 2.6</a>
 */
final class SchemaEntry {
    private static final Schema COLUMNS = Schema.of(
            Field.of("type", Type.STRING),
            Field.of("name", Type.STRING),
            Field.of("tbl_name", Type.STRING),
            Field.of("rootpage", Type.INT32),
            Field.of("sql", Type.STRING));

    private SchemaEntry() {}

    static byte[] record(String table, int root, String createTable, TextEncoding encoding) {
        List<Object> values = List.of("table", table, table, root, createTable);
        BatchBuilder builder = new BatchBuilder(COLUMNS, 1);
        for (int i = 0; i < values.size(); i++) {
            Values.append(COLUMNS.type(i), builder.column(i), values.get(i));
        }
        RecordBatch row = builder.build();
        RecordEncoder records = new RecordEncoder(COLUMNS.fields().stream()
                .map(field -> ColumnEncoder.of(field.type(), false, encoding))
                .toList());
        records.take(row);
        records.encode(0);
        return Arrays.copyOfRange(records.bytes(), records.start(0), records.start(0) + records.length(0));
    }
}
