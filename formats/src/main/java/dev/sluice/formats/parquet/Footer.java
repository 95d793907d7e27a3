package dev.sluice.formats.parquet;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import shaded.parquet.org.apache.thrift.TException;

/** What stands at the end of a Parquet file: the schema and where the row groups are. */
final class Footer {
    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** Key of the schema in Sluice's own spelling, which knows more than Parquet's: lengths, second digits. */
    static final String SCHEMA_KEY = "dev.sluice.schema";

    private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
    private static final String CREATED_BY = "sluice version 0.1.0";
    private static final int FORMAT_VERSION = 2;
    /** The length of the footer and the magic. */
    private static final int TAIL_BYTES = 8;

    private final FileMetaData meta;
    /** Where the footer starts in the file it was read from. */
    private final long start;

    private Footer(FileMetaData meta, long start) {
        this.meta = meta;
        this.start = start;
    }

    /** The footer of a file without rows. */
    static Footer of(FileLayout layout, Schema schema) {
        FileMetaData meta = new FileMetaData(FORMAT_VERSION, layout.elements(), 0, new ArrayList<>());
        meta.setCreated_by(CREATED_BY);
        meta.setKey_value_metadata(
                List.of(new KeyValue(SCHEMA_KEY).setValue(new Type.Struct(schema.fields()).toString())));
        meta.setColumn_orders(
                Collections.nCopies(layout.leaves().size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
        return new Footer(meta, 0);
    }

    /**
     * Reads a file's footer.
     *
     * @throws ConnectorException MALFORMED_INPUT where the file has none
     */
    static Footer read(InputFile file) throws IOException {
        long start = locate(file);
        byte[] bytes = new byte[Math.toIntExact(file.length() - TAIL_BYTES - start)];
        file.readFully(start, bytes, 0, bytes.length);
        try {
            return new Footer(CompactThrift.readFooter(bytes), start);
        } catch (TException | RuntimeException e) {
            throw broken(file, "its footer at byte " + start + " can't be read", e);
        }
    }

    /** Where a file's footer starts, once it is plain that there can be one. */
    static long locate(InputFile file) throws IOException {
        long length = file.length();
        if (length < MAGIC.length + TAIL_BYTES) {
            throw broken(file, "it has " + length + " bytes only", null);
        }
        byte[] head = new byte[MAGIC.length];
        file.readFully(0, head, 0, head.length);
        byte[] tail = new byte[TAIL_BYTES];
        file.readFully(length - TAIL_BYTES, tail, 0, TAIL_BYTES);
        byte[] magic = Arrays.copyOfRange(tail, TAIL_BYTES - MAGIC.length, TAIL_BYTES);
        if (Arrays.equals(magic, ENCRYPTED_MAGIC)) {
            throw encrypted(file);
        }
        if (!Arrays.equals(head, MAGIC)) {
            throw broken(file, "it doesn't start with PAR1 at byte 0", null);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw broken(
                    file, "it doesn't end with PAR1 at byte " + (length - MAGIC.length) + ", so it is cut off", null);
        }
        long footer = LittleEndian.getInt(tail, 0) & 0xFFFFFFFFL;
        if (footer > length - TAIL_BYTES - MAGIC.length || footer > Integer.MAX_VALUE - TAIL_BYTES) {
            throw broken(
                    file,
                    "byte " + (length - TAIL_BYTES) + " gives its footer a length of " + footer
                            + " bytes, more than there are",
                    null);
        }
        return length - TAIL_BYTES - footer;
    }

    /** The error for a footer that can't be read, which may be one that shows itself and has encrypted columns. */
    static ConnectorException unreadable(InputFile file, long start, Throwable cause) {
        if (saysEncrypted(file)) {
            return encrypted(file);
        }
        String complaint = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return broken(file, "its footer at byte " + start + " can't be read (" + complaint + ")", cause);
    }

    private static boolean saysEncrypted(InputFile file) {
        try {
            return read(file).meta.isSetEncryption_algorithm();
        } catch (IOException | ConnectorException e) {
            return false;
        }
    }

    private static ConnectorException encrypted(InputFile file) {
        return new ConnectorException(
                ErrorCode.UNSUPPORTED, file.name() + ": encrypted Parquet files can't be read; decrypt the file first");
    }

    /** The error for a file that isn't what Parquet promises. */
    static ConnectorException broken(InputFile file, String what, Throwable cause) {
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT,
                file.name() + " is not a valid Parquet file: " + what
                        + "; fetch or write the file again, or leave it out",
                cause);
    }

    /** Where the footer starts in the file it was read from. */
    long start() {
        return start;
    }

    boolean hasSameSchema(Footer other) {
        return meta.getSchema().equals(other.meta.getSchema());
    }

    void add(RowGroup group) {
        meta.getRow_groups().add(group);
        meta.setNum_rows(meta.getNum_rows() + group.getNum_rows());
    }

    /** Adds the row groups of a file whose bytes were moved by {@code shift}. */
    void addAll(Footer other, long shift) {
        for (RowGroup group : other.meta.getRow_groups()) {
            add(shifted(group, shift));
        }
    }

    private static RowGroup shifted(RowGroup group, long shift) {
        RowGroup moved = new RowGroup(group);
        if (moved.isSetFile_offset()) {
            moved.setFile_offset(moved.getFile_offset() + shift);
        }
        moved.unsetOrdinal();
        for (ColumnChunk chunk : moved.getColumns()) {
            var column = chunk.getMeta_data();
            column.setData_page_offset(column.getData_page_offset() + shift);
            if (column.isSetDictionary_page_offset()) {
                column.setDictionary_page_offset(column.getDictionary_page_offset() + shift);
            }
            if (chunk.isSetOffset_index_offset()) {
                chunk.setOffset_index_offset(chunk.getOffset_index_offset() + shift);
            }
            if (chunk.isSetColumn_index_offset()) {
                chunk.setColumn_index_offset(chunk.getColumn_index_offset() + shift);
            }
            if (column.isSetBloom_filter_offset()) {
                column.setBloom_filter_offset(column.getBloom_filter_offset() + shift);
            }
        }
        return moved;
    }

    /** A footer of the same schema without row groups. */
    Footer emptied() {
        FileMetaData empty = new FileMetaData(meta);
        empty.setNum_rows(0);
        empty.setRow_groups(new ArrayList<>());
        return new Footer(empty, 0);
    }

    /** Writes footer, length and magic; returns how many bytes that were. */
    long writeTo(OutputStream out) throws IOException {
        byte[] bytes = CompactThrift.write(meta);
        out.write(bytes);
        out.write(LittleEndian.bytes(bytes.length, Integer.BYTES));
        out.write(MAGIC);
        return (long) bytes.length + TAIL_BYTES;
    }
}
