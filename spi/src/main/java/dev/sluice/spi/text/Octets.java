package dev.sluice.spi.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first in its lowest byte. */
final class Octets {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** A 1 in each byte. */
    static final long ONES = 0x0101010101010101L;

    static final long HIGH_BITS = 0x8080808080808080L;

    private Octets() {}
}
