package dev.sluice.cli;

import dev.sluice.spi.ErrorCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The process's stdout, which keeps in mind that results were lost: what prints them doesn't say. */
final class StandardOutput extends FileOutputStream {
    private volatile IOException failure;

    StandardOutput() {
        super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            super.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The exit code of a command that all went well for but this. */
    int exitCode(Console console) {
        if (failure == null) {
            return 0;
        }
        if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return ErrorCode.OUTPUT_CLOSED.exitCode();
        }
        console.note("sluice: the result can't be written to stdout (" + failure.getMessage() + ")");
        return ErrorCode.EXTERNAL_FAILURE.exitCode();
    }
}
