package dev.sluice.formats.avro;

import dev.sluice.spi.ErrorCode;

/** What is wrong with a value; whoever knows the file says where that is. */
final class AvroProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    AvroProblem(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static AvroProblem malformed(String message) {
        return new AvroProblem(ErrorCode.MALFORMED_INPUT, message);
    }

    static AvroProblem refused(String message) {
        return new AvroProblem(ErrorCode.VALUE_REFUSED, message);
    }

    ErrorCode code() {
        return code;
    }
}
