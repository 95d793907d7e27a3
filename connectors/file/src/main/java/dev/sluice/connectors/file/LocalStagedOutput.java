package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hidden file beside its target. */
final class LocalStagedOutput implements StagedOutput {
    private static final int BUFFER = 1 << 16;

    private final String path;
    private final Path hidden;
    private final FileOutputStream file;
    private final OutputStream stream;
    private boolean finished;

    LocalStagedOutput(String path, Path hidden) throws IOException {
        this.path = path;
        this.hidden = hidden;
        // not a channel, which an interrupt would close in the middle of a write
        this.file = new FileOutputStream(hidden.toFile());
        this.stream = new Stream();
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public long memory() {
        return BUFFER;
    }

    @Override
    public StagedFile finish() throws IOException {
        stream.flush();
        // a journal may say that the file is whole, and must not last longer than its content
        if (outlastsJournal()) {
            file.getFD().sync();
        }
        stream.close();
        finished = true;
        return new StagedFile(path, hidden.toString(), Files.size(hidden));
    }

    private boolean outlastsJournal() {
        return !path.equals(hidden.toString());
    }

    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        try {
            stream.close();
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    /** Buffers what is written; ranges of local files are copied within the system. */
    private final class Stream extends BufferedOutputStream implements RangeOutput {
        Stream() {
            super(file, BUFFER);
        }

        @Override
        public boolean append(InputFile source, long start, long end) throws IOException {
            if (!(source instanceof LocalInputFile local)) {
                return false;
            }
            flush();
            local.transferTo(start, end, file.getChannel());
            if (outlastsJournal()) {
                // the disk has to take it anyway: now, while there is other work, rather than all at the end
                file.getChannel().force(false);
            }
            return true;
        }
    }
}
