package dev.sluice.formats.parquet;

import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TMemoryBuffer;

/**
 * Thrift's compact encoding of the structures of the Parquet format, from and to memory: the library's own stream
 * transport wants a logging framework, which these don't.
 */
final class CompactThrift {
    private CompactThrift() {}

    static byte[] write(TBase<?, ?> structure) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(256);
            structure.write(new TCompactProtocol(buffer));
            return Arrays.copyOf(buffer.getArray(), buffer.length());
        } catch (TException e) {
            throw new IllegalStateException("a structure of the Parquet format is incomplete: " + e.getMessage(), e);
        }
    }

    static FileMetaData readFooter(byte[] bytes) throws TException {
        FileMetaData meta = new FileMetaData();
        TMemoryBuffer buffer = new TMemoryBuffer(bytes.length);
        buffer.write(bytes, 0, bytes.length);
        meta.read(new TCompactProtocol(buffer));
        return meta;
    }

    /** Reads a page's header that lies in {@code count} bytes; returns how many of them it takes. */
    static int readPageHeader(byte[] bytes, int from, int count, PageHeader header) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(count);
        buffer.write(bytes, from, count);
        header.read(new TCompactProtocol(buffer, count, count));
        return count - buffer.read(new byte[count], 0, count);
    }
}
