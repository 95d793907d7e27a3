package dev.sluice.formats.parquet;

import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.schema.FileSchema;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file's footer says, read and checked. Every split of a file needs all of it, so the last few are kept, and known
 * again by their bytes: reading one takes time that grows with the number of row groups, and so does the number of splits.
 *
 * @param layout how its columns become ours
 */
record ReadFooter(FileMetaData meta, FileSchema schema, ReadLayout layout) {
    private static final int KEPT = 16;

    private static final Map<Key, SoftReference<ReadFooter>> LAST = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<ReadFooter>> eldest) {
            return size() > KEPT;
        }
    };

    /** A footer's bytes, and the length of its file, which what it says was checked against. */
    record Key(long fileLength, byte[] bytes, int hash) {
        static Key of(long fileLength, byte[] bytes) {
            return new Key(fileLength, bytes, Arrays.hashCode(bytes));
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.hash == hash
                    && key.fileLength == fileLength
                    && Arrays.equals(key.bytes, bytes);
        }
    }

    /** The footer that was read from the same bytes, or null. */
    static ReadFooter find(Key key) {
        synchronized (LAST) {
            SoftReference<ReadFooter> kept = LAST.get(key);
            return kept == null ? null : kept.get();
        }
    }

    void keep(Key key) {
        synchronized (LAST) {
            LAST.put(key, new SoftReference<>(this));
        }
    }
}
