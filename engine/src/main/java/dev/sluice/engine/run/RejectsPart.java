package dev.sluice.engine.run;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.IntegerText;
import dev.sluice.spi.text.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rejected rows of one attempt, as JSON Lines in a hidden file that is made with the first of them. */
final class RejectsPart {
    private static final int BUFFER = 64 << 10;
    private static final int MAX_RAW_BYTES = 64 << 10;

    private final Path file;
    private final String stream;
    private final ByteSink lines = new ByteSink(1024);
    private OutputStream out;

    RejectsPart(Path file, String stream) {
        this.file = file;
        this.stream = stream;
    }

    Path file() {
        return file;
    }

    void add(BadRow row) {
        text("{\"stream\":", stream);
        text(",\"file\":", row.file());
        number(",\"line\":", row.line() > 0 ? row.line() : -1);
        number(row.line() > 0 ? ",\"byte\":" : ",\"row\":", row.line() > 0 ? row.position() : row.position() + 1);
        text(",\"column\":", row.column());
        text(",\"code\":", row.code().name());
        text(",\"reason\":", row.reason());
        int shown = Math.min(MAX_RAW_BYTES, row.raw().length);
        if (shown < row.raw().length) {
            number(",\"raw_bytes\":", row.raw().length);
        }
        // what isn't UTF-8 is shown as the replacement character: the line must be JSON
        text(",\"raw\":", new String(row.raw(), 0, shown, StandardCharsets.UTF_8));
        lines.writeAscii("}\n");
        if (lines.length() >= BUFFER) {
            flush();
        }
    }

    private void text(String key, String value) {
        lines.writeAscii(key);
        if (value.isEmpty()) {
            lines.writeAscii("null");
        } else {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            JsonWriter.writeString(lines, utf8, 0, utf8.length);
        }
    }

    private void number(String key, long value) {
        lines.writeAscii(key);
        if (value <= 0 && !key.contains("byte")) {
            lines.writeAscii("null");
        } else {
            IntegerText.append(lines, value);
        }
    }

    private void flush() {
        try {
            if (out == null) {
                out = RejectsFolder.create(file);
            }
            out.write(lines.array(), 0, lines.length());
            lines.clear();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Completes the file, if there is one. */
    void finish() {
        try {
            if (lines.length() > 0) {
                flush();
            }
            if (out != null) {
                out.close();
                out = null;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    void discard() {
        try {
            if (out != null) {
                out.close();
                out = null;
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static ConnectorException unwritable(Path file, IOException e) {
        return new ConnectorException(
                ErrorCode.EXTERNAL_FAILURE,
                "rejected rows can't be written to " + file + " (" + e.getMessage()
                        + "); set 'rejects' to a folder that can be written to",
                e);
    }
}
