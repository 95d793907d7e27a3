package dev.sluice.formats.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** Parquet files put together byte by byte, right or wrong, of one row group and one column. */
final class HandMadeParquet {
    final List<SchemaElement> schema = new ArrayList<>();
    final List<String> path = new ArrayList<>();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final List<Encoding> encodings = new ArrayList<>(List.of(Encoding.PLAIN, Encoding.RLE));
    private Type type;
    CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    long rows;
    long values;
    boolean hasDictionary;
    /** The last word on what the footer says. */
    Consumer<FileMetaData> footer = meta -> {};

    HandMadeParquet() {
        schema.add(new SchemaElement("schema").setNum_children(1));
    }

    /** A file of one required column. */
    static HandMadeParquet column(Type type, Consumer<SchemaElement> more) {
        return new HandMadeParquet().leaf("c", type, FieldRepetitionType.REQUIRED, more);
    }

    HandMadeParquet group(String name, FieldRepetitionType repetition, Consumer<SchemaElement> more) {
        SchemaElement element =
                new SchemaElement(name).setRepetition_type(repetition).setNum_children(1);
        more.accept(element);
        schema.add(element);
        path.add(name);
        return this;
    }

    HandMadeParquet leaf(String name, Type leafType, FieldRepetitionType repetition, Consumer<SchemaElement> more) {
        type = leafType;
        SchemaElement element =
                new SchemaElement(name).setRepetition_type(repetition).setType(leafType);
        more.accept(element);
        schema.add(element);
        path.add(name);
        return this;
    }

    HandMadeParquet counts(long rowCount, long valueCount) {
        rows = rowCount;
        values = valueCount;
        return this;
    }

    /** Adds a page whose body is as it shall be in the file. */
    HandMadeParquet page(int valueCount, Encoding encoding, int uncompressedSize, byte[] body) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressedSize, body.length);
        header.setData_page_header(new DataPageHeader(valueCount, encoding, Encoding.RLE, Encoding.RLE));
        pages.writeBytes(CompactThrift.write(header));
        pages.writeBytes(body);
        return this;
    }

    HandMadeParquet plain(int valueCount, byte[] body) {
        return page(valueCount, Encoding.PLAIN, body.length, body);
    }

    HandMadeParquet dictionary(int valueCount, byte[] body) {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, body.length);
        header.setDictionary_page_header(new DictionaryPageHeader(valueCount, Encoding.PLAIN));
        pages.writeBytes(CompactThrift.write(header));
        pages.writeBytes(body);
        hasDictionary = true;
        encodings.add(Encoding.RLE_DICTIONARY);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Footer.MAGIC);
        file.writeBytes(pages.toByteArray());
        ColumnMetaData column = new ColumnMetaData(
                type, encodings, path, codec, values, pages.size(), pages.size(), Footer.MAGIC.length);
        if (hasDictionary) {
            column.setDictionary_page_offset(Footer.MAGIC.length);
        }
        List<RowGroup> groups = new ArrayList<>();
        groups.add(new RowGroup(new ArrayList<>(List.of(new ColumnChunk(0).setMeta_data(column))), pages.size(), rows));
        FileMetaData meta = new FileMetaData(1, schema, rows, groups);
        footer.accept(meta);
        byte[] bytes = CompactThrift.write(meta);
        file.writeBytes(bytes);
        file.writeBytes(LittleEndian.bytes(bytes.length, Integer.BYTES));
        file.writeBytes(Footer.MAGIC);
        return file.toByteArray();
    }

    static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    static byte[] texts(String... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ints(utf8.length));
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Levels of one bit, up to eight of them, with the length in front, as data pages have them. */
    static byte[] levels(int bits) {
        return join(ints(2), new byte[] {3, (byte) bits});
    }
}
