package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
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
        String place = file.name() + ": line " + LineBlocks.lineNumber(file, at)
                + (column.isEmpty() ? "" : ", column '" + column + "'") + " (byte " + at + "): ";
        return new ConnectorException(code, place + getMessage(), this);
    }
}
