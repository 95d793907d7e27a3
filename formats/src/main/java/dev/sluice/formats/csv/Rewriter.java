package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;

/** Turns texts in a file's own notation into the canonical ones that columns are parsed from. Not thread-safe. */
interface Rewriter {
    /**
     * Writes the canonical text; what it writes needn't be a value yet.
     *
     * @return false where the text isn't in the notation; what was written has no meaning then
     */
    boolean rewrite(byte[] data, int from, int to, ByteSink out);
}
