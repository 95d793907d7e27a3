package dev.sluice.formats.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A position in Avro's binary encoding. Every problem is an {@link AvroProblem}. Not thread-safe. */
final class AvroInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_VARINT_BITS = 63;

    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        end = to;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    /** Moves over a number of bytes and returns where they start. */
    int take(long count) {
        if (count < 0 || count > end - position) {
            throw AvroProblem.malformed(
                    count < 0
                            ? "a length of " + count + " bytes"
                            : "a value of " + count + " bytes where only " + (end - position) + " are left");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    /** A number in the variable-length zig-zag encoding. */
    long readLong() {
        if (position < end && bytes[position] >= 0) {
            long zigZag = bytes[position++];
            return zigZag >>> 1 ^ -(zigZag & 1);
        }
        long zigZag = 0;
        for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
            if (position == end) {
                throw AvroProblem.malformed("the data ends within a number");
            }
            byte next = bytes[position++];
            zigZag |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (shift == MOST_VARINT_BITS && next > 1) {
                    break;
                }
                return zigZag >>> 1 ^ -(zigZag & 1);
            }
        }
        throw AvroProblem.malformed("a number of more than 64 bits");
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw AvroProblem.malformed("the number " + value + " where one of 32 bits is expected");
        }
        return (int) value;
    }

    boolean readBoolean() {
        byte value = bytes[take(1)];
        if (value != 0 && value != 1) {
            throw AvroProblem.malformed("the byte " + value + " where a boolean is expected");
        }
        return value == 1;
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
    }

    /** An index below a count: of a union's branch, or an enum's symbol. */
    int readIndex(int count) {
        long index = readLong();
        if (index < 0 || index >= count) {
            throw AvroProblem.malformed("the index " + index + " where there are " + count + " choices");
        }
        return (int) index;
    }
}
