package dev.sluice.formats.json;

import dev.sluice.spi.ErrorCode;

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
}
