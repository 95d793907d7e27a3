package dev.sluice.connectors.jdbc.result;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.IntStream;

/** Reads a result's rows into batches; its columns are those of the request, in order. Used by one thread. */
public final class ResultReader {
    private static final int INITIAL_ROWS = 1024;

    /** How a database's values get into columns. */
    @FunctionalInterface
    public interface Cells {
        ResultCell of(Field field, ColumnBuilder out);
    }

    private final ReadRefusals refusals;
    private final ReadRequest request;
    private final BatchOutput out;
    private final Schema schema;
    private final BatchBuilder batch;
    private final ResultCell[] cells;
    private final int[] positions;
    private long rowsDone;

    public ResultReader(String product, ReadRequest request, BatchOutput out, Cells cells) {
        this(
                product,
                request,
                out,
                cells,
                IntStream.rangeClosed(1, request.schema().size()).toArray());
    }

    /**
     * @param positions the result's column for each column of the request, from 1
     */
    public ResultReader(String product, ReadRequest request, BatchOutput out, Cells cells, int[] positions) {
        this.positions = positions;
        this.refusals = new ReadRefusals(product, request.stream().name(), out.rowErrors());
        this.request = request;
        this.out = out;
        this.schema = request.schema();
        this.batch = new BatchBuilder(
                schema, Math.min(INITIAL_ROWS, request.batchSize().maxRows()));
        this.cells = new ResultCell[schema.size()];
        for (int i = 0; i < this.cells.length; i++) {
            this.cells[i] = cells.of(schema.field(i), batch.column(i));
        }
    }

    public void readAll(ResultSet result) throws SQLException, InterruptedException {
        int rows = 0;
        long bytes = 0;
        while (result.next()) {
            long size = readRow(result, rows);
            rowsDone++;
            if (size == ResultCell.REFUSED) {
                continue;
            }
            rows++;
            bytes += size;
            if (request.batchSize().isFull(rows, bytes)) {
                out.emit(batch.build());
                rows = 0;
                bytes = 0;
            }
        }
        if (rows > 0) {
            out.emit(batch.build());
        }
    }

    private long readRow(ResultSet result, int rows) throws SQLException {
        long bytes = 0;
        for (int i = 0; i < cells.length; i++) {
            int size = cells[i].read(result, positions[i]);
            if (size == ResultCell.REFUSED && setsAside(result, i)) {
                for (int before = 0; before < i; before++) {
                    batch.column(before).truncate(rows);
                }
                return ResultCell.REFUSED;
            }
            bytes += Math.max(1, size);
        }
        return bytes;
    }

    /** Whether the row is left out because of a value; otherwise the value is NULL now. */
    private boolean setsAside(ResultSet result, int column) throws SQLException {
        boolean aside = refusals.setsAside(
                schema.field(column), rowsDone, result.getString(positions[column]), () -> json(result));
        if (!aside) {
            batch.column(column).appendNull();
        }
        return aside;
    }

    private byte[] json(ResultSet result) throws SQLException {
        ByteSink json = new ByteSink(256);
        for (int i = 0; i < schema.size(); i++) {
            byte[] name = schema.field(i).name().getBytes(StandardCharsets.UTF_8);
            json.writeAscii(i == 0 ? "{" : ",");
            JsonWriter.writeString(json, name, 0, name.length);
            json.writeAscii(":");
            String value = result.getString(positions[i]);
            if (value == null) {
                json.writeAscii("null");
            } else {
                byte[] text = value.getBytes(StandardCharsets.UTF_8);
                JsonWriter.writeString(json, text, 0, text.length);
            }
        }
        json.writeAscii("}");
        return json.toByteArray();
    }
}
