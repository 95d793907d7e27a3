package dev.sluice.connectors.jdbc;

import dev.sluice.spi.data.Type;

/**
 * The type a database keeps a field in.
 *
 * @param ddl as written in CREATE TABLE
 * @param accepted the logical type the values are wanted in: the field's own, or for instance JSON for a list
 * @param loss what the type can't keep, or empty
 */
public record NativeType(String ddl, Type accepted, String loss) {
    public static NativeType of(String ddl, Type accepted) {
        return new NativeType(ddl, accepted, "");
    }
}
