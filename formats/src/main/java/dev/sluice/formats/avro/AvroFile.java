package dev.sluice.formats.avro;

import dev.sluice.formats.Compression;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the header of an object container file says.
 *
 * @param metadata by key
 * @param schema of the records
 * @param fields the columns: as this program wrote them, or else as the schema has them
 * @param sync the marker after every block
 * @param end where the header ends and the first block starts
 */
record AvroFile(
        Map<String, byte[]> metadata,
        AvroSchema.RecordOf schema,
        List<Field> fields,
        Compression compression,
        byte[] sync,
        long end) {
    static final byte[] MAGIC = {'O', 'b', 'j', 1};
    static final int SYNC_BYTES = 16;
    static final String SCHEMA = "avro.schema";
    static final String CODEC = "avro.codec";
    /** The columns with their own names and types, where Avro has others for them. */
    static final String COLUMNS = "dev.sluice.schema";

    private static final int FIRST_READ = 1 << 16;
    private static final int LARGEST_HEADER = 64 << 20;

    /** Reads a file's header. */
    static AvroFile open(InputFile file) throws IOException {
        for (int size = FIRST_READ; ; size *= 4) {
            byte[] start = new byte[(int) Math.min(size, file.length())];
            int filled = file.readUpTo(0, start, 0, start.length);
            try {
                return parse(file, start, filled);
            } catch (AvroProblem e) {
                if (filled < size || size > LARGEST_HEADER) {
                    throw new ConnectorException(
                            e.code(), file.name() + ": the header at byte 0 is broken: " + e.getMessage(), e);
                }
            }
        }
    }

    private static AvroFile parse(InputFile file, byte[] bytes, int filled) {
        if (filled < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    file.name() + ": byte 0: is no Avro object container file, which begins with \"Obj\" and 1"
                            + (filled == 0 ? "; the file is empty" : ""));
        }
        AvroInput in = new AvroInput();
        in.reset(bytes, MAGIC.length, filled);
        Map<String, byte[]> metadata = new HashMap<>();
        ItemBlocks.read(in, 2, () -> {
            String key = new String(value(in), StandardCharsets.UTF_8);
            metadata.put(key, value(in));
        });
        int sync = in.take(SYNC_BYTES);
        if (!metadata.containsKey(SCHEMA)) {
            throw AvroProblem.malformed("it has no " + SCHEMA);
        }
        AvroSchema.RecordOf schema = record(SchemaReader.read(metadata.get(SCHEMA), file.name()), file);
        return new AvroFile(
                metadata,
                schema,
                fields(metadata, schema),
                compression(file, metadata),
                Arrays.copyOfRange(bytes, sync, sync + SYNC_BYTES),
                sync + SYNC_BYTES);
    }

    private static byte[] value(AvroInput in) {
        long length = in.readLong();
        int start = in.take(length);
        return Arrays.copyOfRange(in.bytes(), start, start + (int) length);
    }

    private static AvroSchema.RecordOf record(AvroSchema schema, InputFile file) {
        if (schema instanceof AvroSchema.RecordOf struct) {
            return struct;
        }
        throw new ConnectorException(
                ErrorCode.UNSUPPORTED,
                file.name() + ": its values are of type " + ColumnTypes.name(schema)
                        + ", not records; only records have columns");
    }

    private static Compression compression(InputFile file, Map<String, byte[]> metadata) {
        String name = new String(
                metadata.getOrDefault(CODEC, BlockCodec.nameOf(Compression.NONE).getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        return BlockCodec.named(name)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        file.name() + ": is compressed with '" + name
                                + "'; the codecs known are null, deflate, snappy and zstandard"));
    }

    /** The columns as they were, where what they would be written with is what the file has. */
    private static List<Field> fields(Map<String, byte[]> metadata, AvroSchema.RecordOf schema) {
        byte[] columns = metadata.get(COLUMNS);
        if (columns != null) {
            try {
                List<Field> fields = columns(columns, schema);
                Object written = JsonTree.parse(JsonTree.write(SchemaWriter.write(fields)));
                if (written.equals(JsonTree.parse(metadata.get(SCHEMA)))) {
                    return fields;
                }
            } catch (IllegalArgumentException | ClassCastException e) {
                // of another version: the schema says enough
            }
        }
        return ColumnTypes.fields(schema);
    }

    private static List<Field> columns(byte[] text, AvroSchema.RecordOf schema) {
        List<Field> columns = ((Type.Struct) Type.parse(new String(text, StandardCharsets.UTF_8))).fields();
        if (columns.size() != schema.fields().size()) {
            throw new IllegalArgumentException("other columns");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            AvroSchema written = schema.fields().get(i).schema();
            Field column = columns.get(i);
            fields.add(new Field(column.name(), column.type(), written.isNullable(), ColumnTypes.name(written), ""));
        }
        return fields;
    }
}
