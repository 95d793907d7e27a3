package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Type;
import java.util.List;

/**
 * A column of a file as Parquet counts them: one that holds values, at the end of a path through structs and lists.
 *
 * @param path names from the root on
 * @param type what the values are
 * @param maxDefinition the definition level of a value that is there
 * @param maxRepetition how many lists it lies in
 */
record Leaf(List<String> path, Type type, int maxDefinition, int maxRepetition) {
    org.apache.parquet.format.Type physicalType() {
        return PhysicalTypes.of(type);
    }

    /** For messages. */
    String name() {
        return String.join(".", path);
    }
}
