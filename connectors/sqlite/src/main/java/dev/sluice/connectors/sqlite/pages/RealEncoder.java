package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;

/** Floating point numbers. */
final class RealEncoder extends ColumnEncoder {
    private final boolean integralAsInteger;
    private double[] values = {};
    private double[] widened = {};

    RealEncoder(boolean integralAsInteger) {
        this.integralAsInteger = integralAsInteger;
    }

    @Override
    void takeValues(Column column) {
        if (column instanceof DoubleColumn doubles) {
            values = doubles.values();
            return;
        }
        float[] narrow = ((FloatColumn) column).values();
        int size = column.size();
        if (widened.length < size) {
            widened = new double[size];
        }
        values = widened;
        for (int row = 0; row < size; row++) {
            widened[row] = narrow[row];
        }
    }

    @Override
    void classify(int from, int to) {
        for (int row = from; row < to; row++) {
            types[row - from] = type(values[row]);
        }
    }

    private int type(double value) {
        long integer = (long) value;
        if (!integralAsInteger || integer != value) {
            return SerialType.REAL;
        }
        int type = SerialType.ofInteger(integer);
        return type == SerialType.LONG ? SerialType.REAL : type;
    }

    @Override
    void writeValues(int from, int count, byte[] out, int[] at) {
        for (int i = 0; i < count; i++) {
            double value = values[from + i];
            if (types[i] == SerialType.REAL) {
                BigEndian.putDouble(out, at[i], value);
                at[i] += Double.BYTES;
            } else {
                at[i] = IntegerEncoder.write(types[i], (long) value, out, at[i]);
            }
        }
    }
}
