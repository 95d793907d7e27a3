package dev.sluice.faults;

/** A source that holds one version at a time, of rows {@code id, version, name, amount}. */
interface VersionedSource extends AutoCloseable {
    int ROWS = 4_000;

    /** Rows that only some versions have. */
    static int rows(int version) {
        return ROWS + version * 37 % 1000;
    }

    /** Replaces what is there by a version: what a target's fingerprint shall be. */
    String show(int version) throws Exception;

    @Override
    void close() throws Exception;
}
