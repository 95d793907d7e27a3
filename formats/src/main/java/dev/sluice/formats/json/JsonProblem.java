package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.ReadOnceException;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/** What is wrong at a position of a {@link JsonCursor}; whoever knows the file says which line that is. */
final class JsonProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int position;

    JsonProblem(ErrorCode code, int position, String message) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
    }

    ErrorCode code() {
        return code;
    }

    int position() {
        return position;
    }

    /**
     * The problem as users see it.
     *
     * @param offset the position in the file of the cursor's first byte
     * @param column the column that was being read, or an empty text
     */
    ConnectorException in(InputFile file, long offset, String column) throws IOException {
        long at = offset + position;
        String line = line(file, at);
        String name = column.isEmpty() ? "" : (line.isEmpty() ? "" : ", ") + "column '" + column + "'";
        String byteAt = (line + name).isEmpty() ? "byte " + at : " (byte " + at + ")";
        String place = file.name() + ": " + line + name + byteAt + ": ";
        return new ConnectorException(code, place + getMessage(), this);
    }

    private static String line(InputFile file, long position) throws IOException {
        try {
            return "line " + LineBlocks.lineNumber(file, position);
        } catch (ReadOnceException e) {
            return ""; // what comes before is gone, and its lines can't be counted
        }
    }
}
