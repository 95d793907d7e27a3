package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.result.ReadRefusals;
import dev.sluice.connectors.mysql.wire.Packets;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ValueParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.mariadb.jdbc.client.ReadableByteBuf;

/** Decodes the rows of a streamed result into batches, from the driver's packets: no object per value. */
final class RowReader {
    private static final int INITIAL_ROWS = 4096;

    private final BatchSize batchSize;
    private final BatchOutput out;
    private final ReadRefusals refusals;
    private final Schema schema;
    private final BatchBuilder batch;
    private final ValueParser[] parsers;
    private final PacketRow row = new PacketRow();
    private long rowsDone;
    private int rows;
    private long bytes;

    RowReader(String product, ReadRequest request, BatchOutput out) {
        this.batchSize = request.batchSize();
        this.out = out;
        this.refusals = new ReadRefusals(product, request.stream().name(), out.rowErrors());
        this.schema = request.schema();
        this.batch = new BatchBuilder(schema, Math.min(INITIAL_ROWS, batchSize.maxRows()));
        this.parsers = new ValueParser[schema.size()];
        for (int i = 0; i < parsers.length; i++) {
            Field field = schema.field(i);
            parsers[i] = FieldParsers.of(field.type(), field.nativeType());
        }
    }

    /** The driver reads the first row and whatever is no row; what lies between is decoded where it was received. */
    void readAll(Connection connection, ResultSet result) throws SQLException, InterruptedException {
        ReadableByteBuf packet = null;
        Optional<Packets> packets = Optional.empty();
        while (result.next()) {
            if (packet == null) {
                packet = packet(result);
                if (packet == null) {
                    appendNulls();
                    continue;
                }
            }
            row.start(packet.buf(), 0);
            decode(packet.buf().length);
            if (packets.isEmpty()) {
                packets = Session.packets(connection, packet.buf());
            }
            if (packets.isPresent()) {
                readAll(packets.get());
            }
        }
        emit();
    }

    private void readAll(Packets packets) throws SQLException, InterruptedException {
        try {
            while (packets.nextRow()) {
                row.start(packets.buffer(), packets.rowStart());
                decode(packets.rowEnd() - packets.rowStart());
            }
        } catch (IOException e) {
            throw new SQLException("the connection ended while rows were read: " + e.getMessage(), "08000", e);
        }
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

    private void appendNulls() throws InterruptedException {
        for (int i = 0; i < parsers.length; i++) {
            batch.column(i).appendNull();
        }
        rowsDone++;
        finishRow(parsers.length);
    }

    private void decode(int length) throws SQLException, InterruptedException {
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
        finishRow(length);
    }

    private void finishRow(int length) throws InterruptedException {
        rows++;
        bytes += length;
        if (batchSize.isFull(rows, bytes)) {
            emit();
        }
    }

    /** Whether the row is left out because of a value; otherwise the value is NULL now. */
    private boolean setsAside(int column, int start) throws SQLException {
        String value = new String(row.packet(), start, row.end() - start, StandardCharsets.UTF_8);
        boolean aside = refusals.setsAside(schema.field(column), rowsDone - 1, value, () -> row.toJson(schema));
        if (!aside) {
            batch.column(column).appendNull();
        }
        return aside;
    }

    private void emit() throws InterruptedException {
        if (rows > 0) {
            out.emit(batch.build());
            rows = 0;
            bytes = 0;
        }
    }
}
