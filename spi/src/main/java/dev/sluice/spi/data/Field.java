package dev.sluice.spi.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * A named, typed column of a {@link Schema} or member of a struct.
 *
 * @param name as the source spells it, never empty
 * @param type the logical type
 * @param nullable whether null is allowed
 * @param nativeType the source's own name of the type ({@code varchar(20)}), or empty where there is none
 * @param comment the source's comment, or empty
 */
public record Field(String name, Type type, boolean nullable, String nativeType, String comment)
        implements Serializable {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(nativeType, "nativeType");
        Objects.requireNonNull(comment, "comment");
    }

    /** A nullable field. */
    public static Field of(String name, Type type) {
        return new Field(name, type, true, "", "");
    }

    /** A field without nulls. */
    public static Field required(String name, Type type) {
        return new Field(name, type, false, "", "");
    }

    public Field withName(String newName) {
        return new Field(newName, type, nullable, nativeType, comment);
    }

    public Field withType(Type newType) {
        return new Field(name, newType, nullable, nativeType, comment);
    }

    @Override
    public String toString() {
        return Names.quoteIfNeeded(name) + ": " + type + (nullable ? "" : " not null");
    }
}
