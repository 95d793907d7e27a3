package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** Makes a file of parts that are hidden files, which any storage can do. */
record HiddenParts(Storage storage, String path, Stager stager) implements Assembly {
    @Override
    public String token() {
        return "";
    }

    @Override
    public StagedOutput part(String partPath, int split, int attempt, String name, long memory) throws IOException {
        return storage.stage(partPath, stager, name, memory);
    }

    @Override
    public InputFile open(StagedFile part, long memory) throws IOException {
        return storage.open(part, memory);
    }

    @Override
    public StagedOutput whole(String name, long memory) throws IOException {
        return storage.stage(path, stager, name, memory);
    }

    @Override
    public void discard() {
        // each output does so by itself
    }
}
