package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BytesColumn;

/** Text, bytea, json, and jsonb behind its version byte. */
final class BytesDecoder extends ColumnDecoder {
    private final BytesColumn.Builder target;
    private final int prefix;

    BytesDecoder(BytesColumn.Builder target, int prefix) {
        this.target = target;
        this.prefix = prefix;
    }

    @Override
    void decode(byte[][] rows, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            byte[] row = rows[i];
            int at = positions[i];
            int length = Wire.intAt(row, at);
            at += 4;
            if (length == Wire.NULL) {
                target.appendNull();
            } else {
                target.append(row, at + prefix, length - prefix);
                at += length;
            }
            positions[i] = at;
        }
    }
}
