package dev.sluice.engine.content;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashes the values of one column that aren't null. Values that are the same to their type have the same hash: all NaNs,
 * 1.0 and 1.00 of NUMERIC, JSON texts that differ in spaces and the order of keys, maps in any order. So have those of a type
 * and of a wider one: numbers of any size and scale, a date and its midnight, times of finer seconds.
 */
@FunctionalInterface
interface ValueHash {
    long MICROS_PER_DAY = 86_400_000_000L;

    long of(int row, long seed);

    static ValueHash of(Type type, Column column) {
        return switch (column) {
            case BooleanColumn booleans -> (row, seed) -> Mixing.mix(seed, booleans.get(row) ? 1 : 0);
            case IntColumn ints -> {
                long unit = type == Type.Simple.DATE ? MICROS_PER_DAY : 1;
                yield (row, seed) -> Mixing.mix(seed, ints.get(row) * unit);
            }
            case LongColumn longs ->
                type instanceof Type.Decimal decimal
                        ? (row, seed) -> NumberHash.of(seed, longs.get(row), decimal.scale())
                        : (row, seed) -> Mixing.mix(seed, longs.get(row));
            case FloatColumn floats -> (row, seed) -> NumberHash.of(seed, floats.get(row));
            case DoubleColumn doubles -> (row, seed) -> NumberHash.of(seed, doubles.get(row));
            case Int128Column wide ->
                type instanceof Type.Decimal decimal
                        ? (row, seed) -> NumberHash.of(seed, wide.high(row), wide.low(row), decimal.scale())
                        : (row, seed) -> Mixing.mix(Mixing.mix(seed, wide.high(row)), wide.low(row));
            case NanoTimestampColumn times ->
                (row, seed) -> {
                    long hash = Mixing.mix(seed, times.micros(row));
                    return times.nanos(row) == 0 ? hash : Mixing.mix(hash, times.nanos(row));
                };
            case BytesColumn bytes -> ofBytes(type, bytes);
            case ListColumn lists -> ofList(type, lists);
            case StructColumn struct -> ofStruct((Type.Struct) type, struct);
        };
    }

    private static ValueHash ofBytes(Type type, BytesColumn column) {
        return switch (type) {
            case Type.Simple.NUMERIC ->
                (row, seed) -> NumberHash.of(seed, column.bytes(), column.start(row), column.length(row));
            case Type.Simple.JSON ->
                (row, seed) -> {
                    byte[] json = Canonical.json(column.bytes(), column.start(row), column.length(row));
                    return Mixing.mix(seed, json, 0, json.length);
                };
            default -> (row, seed) -> Mixing.mix(seed, column.bytes(), column.start(row), column.length(row));
        };
    }

    private static ValueHash ofList(Type type, ListColumn lists) {
        boolean ordered = type instanceof Type.ListOf;
        Type element = type instanceof Type.MapOf map ? map.entry() : ((Type.ListOf) type).element();
        Column elements = lists.elements();
        ValueHash hash = of(element, elements);
        return (row, seed) -> {
            long result = Mixing.mix(seed, (long) lists.end(row) - lists.start(row));
            for (int at = lists.start(row); at < lists.end(row); at++) {
                long value = elements.isNull(at) ? 0 : hash.of(at, seed);
                result = ordered ? Mixing.mix(result, value) : result + value;
            }
            return result;
        };
    }

    private static ValueHash ofStruct(Type.Struct type, StructColumn struct) {
        List<Column> members = struct.children();
        List<ValueHash> hashes = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            hashes.add(of(type.fields().get(i).type(), members.get(i)));
        }
        return (row, seed) -> {
            long result = seed;
            for (int i = 0; i < hashes.size(); i++) {
                result = Mixing.mix(
                        result, members.get(i).isNull(row) ? 0 : hashes.get(i).of(row, seed + i));
            }
            return result;
        };
    }
}
