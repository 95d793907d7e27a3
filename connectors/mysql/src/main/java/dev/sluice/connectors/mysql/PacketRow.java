package dev.sluice.connectors.mysql;

import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * Finds the values in a row's packet of the text protocol: each is a length and as many bytes, or the mark of NULL.
 *
 * @see <a href="https://mariadb.com/kb/en/resultset-row/">MariaDB: Resultset row</a>
 */
final class PacketRow {
    /** What {@link #next()} returns for NULL. */
    static final int NULL = -1;

    private static final int NULL_MARK = 251;
    private static final int TWO_BYTES = 252;
    private static final int THREE_BYTES = 253;

    private byte[] packet;
    private int start;
    private int at;

    /** A row that lies somewhere in an array. */
    void start(byte[] newPacket, int newStart) {
        packet = newPacket;
        start = newStart;
        at = newStart;
    }

    /** What holds the row. */
    byte[] packet() {
        return packet;
    }

    /** The end of the value that {@link #next()} found; the next one's length is there. */
    int end() {
        return at;
    }

    /**
     * Goes to the next value.
     *
     * @return where it starts; {@link #end()} is where it ends. Or {@link #NULL}
     */
    int next() {
        int first = packet[at++] & 0xFF;
        if (first < NULL_MARK) {
            at += first;
            return at - first;
        }
        if (first == NULL_MARK) {
            return NULL;
        }
        // a value of 2 GiB and more doesn't fit a packet that fits the heap
        int width = first == TWO_BYTES ? 2 : first == THREE_BYTES ? 3 : 8;
        int length = 0;
        for (int i = Math.min(width, 4) - 1; i >= 0; i--) {
            length = length << 8 | packet[at + i] & 0xFF;
        }
        at += width;
        at += length;
        return at - length;
    }

    /** All values of the row as a JSON object of texts, for people. */
    byte[] toJson(Schema schema) {
        PacketRow row = new PacketRow();
        row.start(packet, start);
        ByteSink json = new ByteSink(1 << 10);
        for (int i = 0; i < schema.size(); i++) {
            byte[] name = schema.field(i).name().getBytes(StandardCharsets.UTF_8);
            json.writeAscii(i == 0 ? "{" : ",");
            JsonWriter.writeString(json, name, 0, name.length);
            json.writeAscii(":");
            int value = row.next();
            if (value == NULL) {
                json.writeAscii("null");
            } else {
                byte[] text = new String(packet, value, row.end() - value, StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
                JsonWriter.writeString(json, text, 0, text.length);
            }
        }
        json.writeAscii("}");
        return json.toByteArray();
    }
}
