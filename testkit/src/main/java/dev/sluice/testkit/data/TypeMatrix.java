package dev.sluice.testkit.data;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * For every logical type the values that data movers lose: the one list that connectors and formats are tested with.
 * Immutable; a system that can't hold some of it takes a part, by type or by {@link Oddity}, and so says what it can't.
 */
public final class TypeMatrix {
    /** The column by which rows are told apart: an INT64, 0 for the first row. */
    public static final String KEY = "row";

    /**
     * The values of one type.
     *
     * @param name of the column
     * @param values as {@link Values} has them; null is never among them but always in the batch
     */
    public record Sample(String name, Type type, List<Object> values) {
        public Sample {
            values = List.copyOf(values);
        }
    }

    private final List<Sample> samples;

    private TypeMatrix(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    /** Everything. */
    public static TypeMatrix all() {
        List<Sample> all = new ArrayList<>(NumberSamples.ALL);
        all.addAll(TextSamples.ALL);
        all.addAll(TimeSamples.ALL);
        all.addAll(NestedSamples.ALL);
        return new TypeMatrix(all);
    }

    /** All but lists, structs and maps. */
    public static TypeMatrix flat() {
        return all().only(type -> !Type.isNested(type));
    }

    /** The types that pass. */
    public TypeMatrix only(Predicate<Type> types) {
        return new TypeMatrix(
                samples.stream().filter(sample -> types.test(sample.type())).toList());
    }

    /** Without the values that are odd in one of these ways. */
    public TypeMatrix without(Oddity... oddities) {
        return without((type, value) -> Arrays.stream(oddities).anyMatch(oddity -> oddity.matches(type, value)));
    }

    /** Without some values; a type that none is left of goes too. */
    public TypeMatrix without(BiPredicate<Type, Object> refused) {
        return new TypeMatrix(samples.stream()
                .map(sample -> new Sample(
                        sample.name(),
                        sample.type(),
                        sample.values().stream()
                                .filter(value -> !refused.test(sample.type(), value))
                                .toList()))
                .filter(sample -> !sample.values().isEmpty())
                .toList());
    }

    public List<Sample> samples() {
        return samples;
    }

    /** The key and one nullable column per type. */
    public Schema schema() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required(KEY, Type.INT64));
        samples.forEach(sample -> fields.add(Field.of(sample.name(), sample.type())));
        return new Schema(fields, List.of(KEY));
    }

    /**
     * All values, one column per type. The first row is all null; below it each column lists its values and starts over
     * until the longest is through.
     */
    public RecordBatch batch() {
        Schema schema = schema();
        int longest = samples.stream()
                .mapToInt(sample -> sample.values().size())
                .max()
                .orElse(0);
        BatchBuilder builder = new BatchBuilder(schema, longest + 1);
        for (int row = 0; row <= longest; row++) {
            Values.append(Type.INT64, builder.column(0), (long) row);
            for (int i = 0; i < samples.size(); i++) {
                List<Object> values = samples.get(i).values();
                Object value = row == 0 ? null : values.get((row - 1) % values.size());
                Values.append(samples.get(i).type(), builder.column(i + 1), value);
            }
        }
        return builder.build();
    }

    static Sample sample(String name, Type type, Object... values) {
        return new Sample(name, type, List.of(values));
    }
}
