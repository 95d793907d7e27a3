package dev.sluice.formats;

import java.io.IOException;
import java.io.OutputStream;

/** An output stream that may put bytes where {@link FileFormat#concatenate} can't read them, but can append them. */
public interface BodyOutput {
    /** How many bytes at the beginning of a file {@link FileFormat#concatenate} may look at, and leave out, at most. */
    int LONGEST_HEAD = 64 << 10;

    /** Says that the bytes to come, such as a footer, have to be readable. */
    void endBody() throws IOException;

    /** The same to any output stream, which need not be one of these. */
    static void end(OutputStream out) throws IOException {
        if (out instanceof BodyOutput body) {
            body.endBody();
        }
    }
}
