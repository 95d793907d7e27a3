package dev.sluice.connectors.jdbc;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;

/**
 * A column of a table that exists.
 *
 * @param type the logical type its values have when read
 * @param nativeType the type as CREATE TABLE would say it
 * @param optional whether an insert may leave it out: it is nullable, has a default, or counts by itself
 * @param generated whether its value is computed and can't be written
 */
public record TableColumn(
        String name, Type type, String nativeType, boolean nullable, boolean optional, boolean generated) {
    public Field field() {
        return new Field(name, type, nullable, nativeType, "");
    }
}
