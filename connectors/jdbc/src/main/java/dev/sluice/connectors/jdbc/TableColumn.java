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
 * @param collation how texts compare, where that isn't in the native type and may differ from a new column's; or empty
 */
public record TableColumn(
        String name,
        Type type,
        String nativeType,
        boolean nullable,
        boolean optional,
        boolean generated,
        String collation) {
    public TableColumn(
            String name, Type type, String nativeType, boolean nullable, boolean optional, boolean generated) {
        this(name, type, nativeType, nullable, optional, generated, "");
    }

    /** The column with another type. */
    TableColumn withType(Type newType, String newNativeType) {
        return new TableColumn(name, newType, newNativeType, nullable, optional, generated, collation);
    }

    public Field field() {
        return new Field(name, type, nullable, nativeType, "");
    }
}
