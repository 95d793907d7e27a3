package dev.sluice.formats.avro;

import dev.sluice.spi.data.ColumnBuilder;

/** Reads values of one schema into columns of one type. Not thread-safe. */
@FunctionalInterface
interface Decoder {
    /** Moves over a value and appends it. */
    void read(AvroInput in, ColumnBuilder out);
}
