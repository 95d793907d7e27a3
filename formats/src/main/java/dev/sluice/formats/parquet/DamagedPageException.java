package dev.sluice.formats.parquet;

import java.io.IOException;

/** Says what is wrong with a page, without the name of its column and file. */
final class DamagedPageException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedPageException(String message) {
        super(message);
    }
}
