package dev.sluice.connectors.mysql;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tables of a test database the way the engine does. */
record Rig(TestingMysqlDatabase database) {
    private static final long MEMORY = 64 << 20;

    MysqlSystem system() {
        return new MysqlSystem(database);
    }

    CatalogStream stream(String table) {
        return new ConnectorDriver(system()).discover(StreamName.of(table));
    }

    ReadRequest request(CatalogStream stream, int parallelism, Map<String, ?> changes) {
        return new ReadRequest(
                system().options(changes), stream, stream.schema(), parallelism, new BatchSize(1000, 1 << 20), MEMORY);
    }

    ReadRequest request(String table, int parallelism) {
        return request(stream(table), parallelism, Map.of());
    }

    /** The rows of a table, read as one split. */
    List<List<Object>> rows(String table) throws Exception {
        return rows(request(table, 1), SplitPlan.single().splits().getFirst());
    }

    List<List<Object>> rows(ReadRequest request, Split split) throws Exception {
        return rows(request, split, RowErrors.FAIL);
    }

    List<List<Object>> rows(ReadRequest request, Split split, RowErrors errors) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        BatchOutput out = new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    rows.add(Values.row(batch, row));
                }
            }

            @Override
            public RowErrors rowErrors() {
                return errors;
            }
        };
        new MysqlSource().read(request, split, out);
        return rows;
    }
}
