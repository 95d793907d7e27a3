package dev.sluice.formats;

import java.io.IOException;

/** A part of a file is wanted again that was there only once, as with standard input. */
public final class ReadOnceException extends IOException {
    private static final long serialVersionUID = 1L;

    public ReadOnceException(String message) {
        super(message);
    }
}
