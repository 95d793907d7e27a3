package dev.sluice.spi.data;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a stream, in order, and its primary key.
 *
 * @param fields with distinct names (case matters)
 * @param primaryKey names of the key's columns in key order; empty where there is no key
 */
public record Schema(List<Field> fields, List<String> primaryKey) implements Serializable {
    public Schema {
        fields = List.copyOf(fields);
        primaryKey = List.copyOf(primaryKey);
        long distinct = fields.stream().map(Field::name).distinct().count();
        if (distinct != fields.size()) {
            throw new IllegalArgumentException("two columns have the same name in " + fields);
        }
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields), List.of());
    }

    public static Schema of(List<Field> fields) {
        return new Schema(fields, List.of());
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public Type type(int index) {
        return fields.get(index).type();
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** The position of the column of that exact name. */
    public OptionalInt indexOf(String name) {
        return IntStream.range(0, fields.size())
                .filter(index -> fields.get(index).name().equals(name))
                .findFirst();
    }

    public Schema withPrimaryKey(List<String> key) {
        return new Schema(fields, key);
    }

    @Override
    public String toString() {
        String columns = fields.stream().map(Field::toString).collect(Collectors.joining(", "));
        return primaryKey.isEmpty() ? "(" + columns + ")" : "(" + columns + ", primary key " + primaryKey + ")";
    }
}
