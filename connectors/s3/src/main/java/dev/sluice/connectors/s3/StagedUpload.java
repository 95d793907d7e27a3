package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;

/**
 * What a staged file is made of, which is its token.
 *
 * @param upload of all bytes but those that are placed
 */
record StagedUpload(Upload upload, Placed placed) {
    private static final char SEPARATOR = '\n';

    static StagedUpload of(Upload upload) {
        return new StagedUpload(upload, Placed.NOTHING);
    }

    static StagedUpload of(StagedFile file) {
        try {
            int line = file.token().indexOf(SEPARATOR);
            return new StagedUpload(
                    Upload.ofText(file.token().substring(line + 1)),
                    Placed.ofText(file.token().substring(0, line)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // from the journal of an interrupted commit, which lies where others may write
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    file.path() + ": '" + file.token().strip() + "' is no upload that was staged for it",
                    e);
        }
    }

    /**
     * @param size of all its bytes
     */
    StagedFile file(String path, long size) {
        return new StagedFile(path, placed.toText() + SEPARATOR + upload.toText(), size);
    }
}
