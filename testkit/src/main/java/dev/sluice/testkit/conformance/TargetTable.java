package dev.sluice.testkit.conformance;

import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.util.ArrayList;
import java.util.List;

/** A target of a conformance test: written run by run, and looked at as text, whatever types the system has. */
final class TargetTable {
    private final SystemUnderTest system;
    private final ConnectorDriver driver;
    private final StreamName name;

    TargetTable(SystemUnderTest system, String name) {
        this.system = system;
        this.driver = new ConnectorDriver(system);
        this.name = system.target(name);
    }

    StreamName name() {
        return name;
    }

    /** A batch of these rows, each as long as the schema. */
    static RecordBatch batch(Schema schema, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema, Math.max(1, rows.length));
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                Values.append(schema.type(i), builder.column(i), row[i]);
            }
        }
        return builder.build();
    }

    static Object[] row(Object... values) {
        return values;
    }

    WriteSession begin(Schema schema, WriteMode mode, WriteRules rules) {
        return WriteSession.begin(
                system, WriteSession.request(system, name, schema, mode, false).withRules(rules));
    }

    /** A run of one split. */
    CommitResult write(Schema schema, WriteMode mode, WriteRules rules, Object[]... rows) throws Exception {
        WriteSession session = begin(schema, mode, rules);
        CommitToken token = session.write(0, 1, batch(schema, rows));
        return session.commit(token);
    }

    CommitResult merge(Schema schema, Object[]... rows) throws Exception {
        return write(schema, WriteMode.MERGE, WriteRules.DEFAULT, rows);
    }

    /** Some columns of all rows, in order: {@code 1|a}, where NULL is {@code -}. */
    List<String> rows(String... columns) throws Exception {
        List<String> rows = new ArrayList<>();
        for (RecordBatch batch : driver.rows(name).orElse(List.of())) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    int index = batch.schema().indexOf(column).orElseThrow();
                    Object value = Values.get(batch.schema().type(index), batch.column(index), row);
                    values.add(value == null ? "-" : String.valueOf(value));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows.stream().sorted().toList();
    }

    List<String> columns() {
        return driver.discover(name).schema().names();
    }
}
