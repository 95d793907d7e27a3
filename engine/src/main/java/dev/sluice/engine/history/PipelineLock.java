package dev.sluice.engine.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** Holds a pipeline's lock until it is closed or the process ends. */
public final class PipelineLock implements AutoCloseable {
    private final FileChannel channel;

    PipelineLock(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
