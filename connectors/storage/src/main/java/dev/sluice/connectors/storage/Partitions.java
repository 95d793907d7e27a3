package dev.sluice.connectors.storage;

import dev.sluice.spi.data.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders named {@code key=value}, as Hive, Spark and others lay out partitions. */
final class Partitions {
    /** Hive's name for a null. */
    static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** What Hive encodes beyond what a file system needs. */
    private static final String ENCODED = "=#'[]{}^";

    private Partitions() {}

    /** The keys and values of a file's folders, from the outermost; the value of a null is null. */
    static Map<String, String> of(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            String folder = path.substring(start, slash);
            int equals = folder.indexOf('=');
            if (equals > 0) {
                String value = folder.substring(equals + 1);
                values.put(
                        EncodedName.decode(folder.substring(0, equals)),
                        value.equals(NULL) ? null : EncodedName.decode(value));
            }
            start = slash + 1;
        }
        return values;
    }

    static boolean isPartition(String folderName) {
        return folderName.indexOf('=') > 0;
    }

    /** The folder's name for a value, which may be null. */
    static String folder(String key, String value) {
        return EncodedName.encode(key, ENCODED) + "=" + (value == null ? NULL : EncodedName.encode(value, ENCODED));
    }

    /** Whether a column's values can be told from folders' names. */
    static boolean canHold(Type type) {
        return !Type.isNested(type) && type != Type.JSON && type != Type.BINARY;
    }
}
