package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.List;

/**
 * A file that is gone, although Sluice wrote it and nothing replaced it.
 *
 * @param folder whose manifest lists it
 */
record MissingFile(String folder, String path) {
    /**
     * @param missing at least one
     */
    static ConnectorException error(List<MissingFile> missing) {
        MissingFile first = missing.getFirst();
        int more = missing.size() - 1;
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT,
                first.folder + ": the manifest lists " + Location.relative(first.folder, first.path)
                        + (more == 0 ? ", which is missing" : " and " + more + " more, which are missing")
                        + "; restore the " + (more == 0 ? "file" : "files") + ", or write the stream again");
    }
}
