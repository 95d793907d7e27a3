package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.result.ResultCell;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.BytesColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** LOBs, piece by piece from the server into the column: nothing else ever holds the whole of one. */
final class LobCells {
    private static final int PIECE = 8 << 10;

    private LobCells() {}

    static ResultCell text(String name, BytesColumn.Builder out, long largest) {
        CharBuffer characters = CharBuffer.allocate(PIECE);
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        int mostBytes = (int) (PIECE * encoder.maxBytesPerChar());
        return (row, column) -> {
            try (Reader reader = row.getCharacterStream(column)) {
                if (reader == null) {
                    out.appendNull();
                    return 1;
                }
                encoder.reset();
                characters.clear();
                int length = 0;
                boolean ended = false;
                while (!ended) {
                    ended = reader.read(characters) < 0;
                    characters.flip();
                    byte[] bytes = out.reserve(length + mostBytes);
                    ByteBuffer target =
                            ByteBuffer.wrap(bytes, out.position() + length, bytes.length - out.position() - length);
                    if (encoder.encode(characters, target, ended).isError()) {
                        return ResultCell.REFUSED;
                    }
                    length = target.position() - out.position();
                    // half of a pair of surrogates waits for its other half
                    characters.compact();
                    require(name, length, largest);
                }
                out.endValue(length);
                return length + Integer.BYTES;
            } catch (IOException e) {
                throw new SQLException("reading the LOB in column '" + name + "': " + e.getMessage(), e);
            }
        };
    }

    static ResultCell bytes(String name, BytesColumn.Builder out, long largest) {
        return (row, column) -> {
            try (InputStream in = row.getBinaryStream(column)) {
                if (in == null) {
                    out.appendNull();
                    return 1;
                }
                int length = 0;
                boolean ended = false;
                while (!ended) {
                    byte[] bytes = out.reserve(length + PIECE);
                    int count = in.read(bytes, out.position() + length, PIECE);
                    ended = count < 0;
                    length += Math.max(0, count);
                    require(name, length, largest);
                }
                out.endValue(length);
                return length + Integer.BYTES;
            } catch (IOException e) {
                throw new SQLException("reading the LOB in column '" + name + "': " + e.getMessage(), e);
            }
        };
    }

    private static void require(String name, long length, long largest) {
        if (length > largest) {
            throw new ConnectorException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Oracle: column '" + name + "' has a value of more than " + largest
                            + " bytes, which is what one reader may hold: raise --max-memory, lower the parallelism, or"
                            + " leave the column out");
        }
    }
}
