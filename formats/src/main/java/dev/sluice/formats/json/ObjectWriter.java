package dev.sluice.formats.json;

import dev.sluice.formats.BodyOutput;
import dev.sluice.formats.RecordWriter;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes rows as objects: one per line, or an array of them. */
final class ObjectWriter implements RecordWriter {
    /**
     * What stands around the objects.
     *
     * @param start before everything
     * @param first before the first object
     * @param next before each other object
     * @param after after each object
     * @param end after everything
     */
    record Framing(String start, String first, String next, String after, String end) {
        static final Framing LINES = new Framing("", "", "", "\n", "");
        static final Framing ARRAY = new Framing("[", "\n", ",\n", "", "\n]\n");
    }

    private static final int BUFFER = 1 << 17;

    private final OutputStream out;
    private final ByteSink sink = new ByteSink(BUFFER + (BUFFER >> 2));
    private final byte[][] keys;
    private final JsonWriter[] writers;
    private final JsonWriter[] presentWriters;
    private final Framing framing;
    private final byte[] next;
    private final byte[] after;
    private final JsonCursor json = JsonCursor.ofDocuments();
    private boolean any;
    private long written;

    ObjectWriter(OutputStream out, Schema schema, Framing framing) {
        this.out = out;
        this.framing = framing;
        next = framing.next().getBytes(StandardCharsets.UTF_8);
        after = framing.after().getBytes(StandardCharsets.UTF_8);
        sink.writeAscii(framing.start());
        keys = new byte[schema.size()][];
        writers = new JsonWriter[schema.size()];
        presentWriters = new JsonWriter[schema.size()];
        for (int i = 0; i < schema.size(); i++) {
            keys[i] = key(i, schema.field(i).name());
            Field field = schema.field(i);
            writers[i] = checked(field, JsonWriter.of(field.type()));
            presentWriters[i] = checked(field, JsonWriter.ofPresent(field.type()));
        }
    }

    private static byte[] key(int index, String name) {
        ByteSink key = new ByteSink(name.length() + 4);
        key.write(index == 0 ? '{' : ',');
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        JsonWriter.writeString(key, utf8, 0, utf8.length);
        key.write(':');
        return key.toByteArray();
    }

    private JsonWriter checked(Field field, JsonWriter writer) {
        return holdsJson(field.type())
                ? (column, row, out) -> {
                    int start = out.length();
                    writer.write(column, row, out);
                    requireJson(field, out, start);
                    joinLines(out, start);
                }
                : writer;
    }

    /** What a column calls JSON may come from anywhere; one value that isn't would break the file. */
    private void requireJson(Field field, ByteSink out, int start) {
        int end = out.length();
        out.write(JsonCursor.END);
        json.reset(out.array(), start, end + 1);
        try {
            json.skipSpace();
            json.skipValue();
            json.skipSpace();
            if (json.position() < end) {
                throw json.unexpected("the end of the value");
            }
        } catch (JsonProblem e) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    "column '" + field.name() + "': " + JsonCursor.shown(out.array(), start, end)
                            + " is not JSON, so it can't be written as a value of type " + field.type()
                            + "; cast the column to string under columns",
                    e);
        }
        out.setLength(end);
    }

    private static boolean holdsJson(Type type) {
        return switch (type) {
            case Type.ListOf(Type element) -> holdsJson(element);
            case Type.MapOf(Type key, Type value) -> holdsJson(value);
            case Type.Struct struct -> struct.fields().stream().anyMatch(field -> holdsJson(field.type()));
            default -> type == Type.JSON;
        };
    }

    /** JSON text may have line feeds between its tokens, where a space means the same; in strings there are none. */
    private static void joinLines(ByteSink out, int start) {
        byte[] bytes = out.array();
        for (int i = start; i < out.length(); i++) {
            if (bytes[i] == '\n') {
                bytes[i] = ' ';
            }
        }
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        Column[] columns = batch.columns().toArray(new Column[0]);
        JsonWriter[] chosen = new JsonWriter[columns.length];
        for (int i = 0; i < columns.length; i++) {
            chosen[i] = columns[i].hasNulls() ? writers[i] : presentWriters[i];
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            if (any) {
                sink.write(next);
            } else {
                sink.writeAscii(framing.first());
                any = true;
            }
            for (int i = 0; i < columns.length; i++) {
                sink.write(keys[i]);
                chosen[i].write(columns[i], row, sink);
            }
            if (columns.length == 0) {
                sink.write('{');
            }
            sink.write('}');
            sink.write(after);
            if (sink.length() >= BUFFER) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        out.write(sink.array(), 0, sink.length());
        written += sink.length();
        sink.clear();
    }

    @Override
    public long bytesWritten() {
        return written;
    }

    @Override
    public void finish() throws IOException {
        flush();
        BodyOutput.end(out);
        sink.writeAscii(framing.end());
        flush();
        out.flush();
    }

    @Override
    public void close() {}
}
