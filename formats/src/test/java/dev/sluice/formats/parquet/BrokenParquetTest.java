package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be end in an error that names them, never in rows that look right. */
class BrokenParquetTest {
    @TempDir
    private Path folder;

    private Path path;
    private byte[] whole;

    @BeforeEach
    void writeAWholeFile() throws Exception {
        Schema schema = Schema.of(Field.required("id", Type.INT64), Field.of("text", Type.STRING));
        List<List<Object>> rows = new ArrayList<>();
        for (long row = 0; row < 5000; row++) {
            rows.add(List.of(row * 31, "text of row " + row));
        }
        path = ParquetFiles.write(folder.resolve("broken.parquet"), ParquetFiles.batch(schema, rows));
        whole = Files.readAllBytes(path);
    }

    private void assertRefused(byte[] content, String... parts) throws Exception {
        Files.write(path, content);
        ThrowingCallable read = () -> ParquetFiles.rows(path);
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContaining("broken.parquet")
                .hasMessageContaining("fetch or write the file again")
                .hasMessageContainingAll(parts);
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        assertRefused(Arrays.copyOf(whole, whole.length - 100), "byte " + (whole.length - 104), "it is cut off");
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        assertRefused(new byte[0], "it has 0 bytes only");
    }

    @Test
    void aFileOfAnotherFormatIsRefused() throws Exception {
        assertRefused("id,text\n1,one\n2,two\n".getBytes(), "doesn't start with PAR1 at byte 0");
    }

    @Test
    void aFooterLongerThanTheFileIsRefused() throws Exception {
        byte[] content = whole.clone();
        LittleEndian.putInt(content, content.length - 8, Integer.MAX_VALUE);
        assertRefused(content, "a length of 2147483647 bytes, more than there are");
    }

    @Test
    void aDamagedFooterIsRefused() throws Exception {
        byte[] content = whole.clone();
        int length = LittleEndian.getInt(whole, whole.length - 8);
        Arrays.fill(content, content.length - 8 - length, content.length - 8 - length / 2, (byte) 0xFF);
        assertRefused(content, "footer at byte " + (whole.length - 8 - length));
    }

    @Test
    void aFlippedByteInAPageIsFoundByItsChecksum() throws Exception {
        byte[] content = whole.clone();
        content[2000] ^= 0x10;
        assertRefused(content, "column 'id'", "the page at byte 4", "checksum");
    }

    @Test
    void membersOfOneListThatDifferInLengthAreRefused() throws Exception {
        Type.Struct pair = new Type.Struct(List.of(Field.of("a", Type.INT64), Field.of("b", Type.INT64)));
        Schema schema = Schema.of(Field.of("two", new Type.ListOf(pair)), Field.of("one", new Type.ListOf(pair)));
        Map<String, Object> element = Map.of("a", 1L, "b", 2L);
        byte[] content = Files.readAllBytes(ParquetFiles.write(
                folder.resolve("lists.parquet"),
                ParquetFiles.batch(schema, List.of(List.of(List.of(element, element), List.of(element))))));
        assertRefused(swapped(content, 1, 3), "2 and 1 elements");
    }

    /** The file with the pages of two columns in each other's place. */
    private static byte[] swapped(byte[] content, int first, int second) throws Exception {
        int footer = LittleEndian.getInt(content, content.length - 8);
        int start = content.length - 8 - footer;
        FileMetaData meta = CompactThrift.readFooter(Arrays.copyOfRange(content, start, start + footer));
        List<ColumnChunk> chunks = meta.getRow_groups().getFirst().getColumns();
        List<String> path = chunks.get(first).getMeta_data().getPath_in_schema();
        chunks.get(first)
                .getMeta_data()
                .setPath_in_schema(chunks.get(second).getMeta_data().getPath_in_schema());
        chunks.get(second).getMeta_data().setPath_in_schema(path);
        Collections.swap(chunks, first, second);
        byte[] written = CompactThrift.write(meta);
        ByteBuffer file = ByteBuffer.allocate(start + written.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        return file.put(content, 0, start)
                .put(written)
                .putInt(written.length)
                .put(content, content.length - 4, 4)
                .array();
    }

    @Test
    void anyDamageEndsInAnErrorOfOursOrIsHarmless() throws Exception {
        Random random = new Random(42);
        for (int attempt = 0; attempt < 150; attempt++) {
            byte[] content = whole.clone();
            int footer = LittleEndian.getInt(whole, whole.length - 8);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at = whole.length - 8 - random.nextInt(footer);
                content[at] = (byte) random.nextInt();
            }
            Files.write(path, content);
            try {
                ParquetFiles.rows(path);
            } catch (ConnectorException expected) {
                assertThat(expected).hasMessageContaining("broken.parquet");
            }
        }
    }
}
