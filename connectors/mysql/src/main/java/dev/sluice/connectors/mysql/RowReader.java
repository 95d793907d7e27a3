package dev.sluice.connectors.mysql;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ValueParser;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.mariadb.jdbc.client.ReadableByteBuf;

/** Decodes the rows of a streamed result into batches, from the driver's packets: no object per value. */
final class RowReader {
    private static final int INITIAL_ROWS = 4096;
    private static final int LONGEST_VALUE_SHOWN = 60;

    private final ReadRequest request;
    private final BatchOutput out;
    private final Schema schema;
    private final BatchBuilder batch;
    private final ValueParser[] parsers;
    private final PacketRow row = new PacketRow();
    private long rowsDone;
    private int rows;
    private long bytes;

    RowReader(ReadRequest request, BatchOutput out) {
        this.request = request;
        this.out = out;
        this.schema = request.schema();
        this.batch = new BatchBuilder(
                schema, Math.min(INITIAL_ROWS, request.batchSize().maxRows()));
        this.parsers = new ValueParser[schema.size()];
        for (int i = 0; i < parsers.length; i++) {
            Field field = schema.field(i);
            parsers[i] = FieldParsers.of(field.type(), field.nativeType());
        }
    }

    void readAll(ResultSet result) throws SQLException, InterruptedException {
        BatchSize batchSize = request.batchSize();
        ReadableByteBuf packet = null;
        while (result.next()) {
            if (packet == null) {
                packet = packet(result);
                if (packet == null) {
                    appendNulls();
                    continue;
                }
            }
            row.start(packet.buf());
            decode();
            if (batchSize.isFull(rows, bytes)) {
                emit();
            }
        }
        emit();
    }

    /** The driver's buffer, which any value that isn't NULL gives; null where all are. */
    private ReadableByteBuf packet(ResultSet result) throws SQLException {
        for (int i = 1; i <= parsers.length; i++) {
            ReadableByteBuf packet = result.getObject(i, ReadableByteBuf.class);
            if (packet != null) {
                return packet;
            }
        }
        return null;
    }

    private void appendNulls() {
        for (int i = 0; i < parsers.length; i++) {
            batch.column(i).appendNull();
        }
        rows++;
        rowsDone++;
    }

    private void decode() {
        byte[] packet = row.packet();
        rowsDone++;
        for (int i = 0; i < parsers.length; i++) {
            int start = row.next();
            if (start == PacketRow.NULL) {
                batch.column(i).appendNull();
            } else if (!parsers[i].parse(packet, start, row.end(), batch.column(i)) && setsAside(i, start)) {
                for (int before = 0; before < i; before++) {
                    batch.column(before).truncate(rows);
                }
                return;
            }
        }
        rows++;
        bytes += packet.length;
    }

    /** Whether the row is left out because of a value; otherwise the value is NULL now. */
    private boolean setsAside(int column, int start) {
        Field field = schema.field(column);
        String text = new String(row.packet(), start, row.end() - start, StandardCharsets.UTF_8);
        String shown = text.length() <= LONGEST_VALUE_SHOWN ? text : text.substring(0, LONGEST_VALUE_SHOWN) + "…";
        BadRow bad = new BadRow(
                "MySQL table '" + request.stream().name() + "'",
                0,
                rowsDone - 1,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                "'" + shown + "' is not a value of type " + field.type() + ": correct it, set on_error, or select it as"
                        + " a text (\"" + field.name() + ": string\" under 'columns')",
                PacketRow.toJson(row.packet(), schema));
        OnError policy = out.rowErrors().policy();
        if (policy == OnError.NULL && field.nullable()) {
            out.rowErrors().becomesNull(bad);
            batch.column(column).appendNull();
            return false;
        }
        if (policy != OnError.REJECT) {
            throw new ConnectorException(bad.code(), bad.asFailure().getMessage());
        }
        out.rowErrors().reject(bad);
        return true;
    }

    private void emit() throws InterruptedException {
        if (rows > 0) {
            out.emit(batch.build());
            rows = 0;
            bytes = 0;
        }
    }
}
