package dev.sluice.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes a file in a few places, as a broken disk, a cut transfer or a hostile hand might. Not thread-safe. */
final class Mutator {
    private static final int MAX_CHANGES = 4;
    private static final int MAX_BLOCK = 64;
    private static final int MAX_REPEATS = 200;
    private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, (byte) 0xFE, (byte) 0xC0, ' '};

    private final List<byte[]> seeds;
    private final List<byte[]> tokens;
    private final Random random;

    /**
     * @param seeds valid files, at least one
     * @param tokens byte sequences that mean something in the format; may be empty
     */
    Mutator(List<byte[]> seeds, List<byte[]> tokens, long seed) {
        this.seeds = seeds;
        this.tokens = tokens;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] bytes = any(seeds).clone();
        for (int changes = 1 + random.nextInt(MAX_CHANGES); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return insert(bytes, 0, token());
        }
        int at = place(bytes.length);
        return switch (random.nextInt(10)) {
            case 0 -> withByte(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
            case 1 -> withByte(bytes, at, random.nextInt(256));
            case 2 -> withByte(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> insert(bytes, at, token());
            case 5 -> replace(bytes, at, token());
            case 6 -> insert(bytes, place(bytes.length), block(bytes, at));
            case 7 -> remove(bytes, at, block(bytes, at).length);
            case 8 -> splice(bytes, at);
            default -> insert(bytes, at, repeated(token()));
        };
    }

    /** A position, more often near the ends, where headers and footers lie. */
    private int place(int length) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(length, MAX_BLOCK));
            case 1 -> length - 1 - random.nextInt(Math.min(length, MAX_BLOCK));
            default -> random.nextInt(length);
        };
    }

    private byte[] token() {
        return tokens.isEmpty() ? new byte[] {EXTREMES[random.nextInt(EXTREMES.length)]} : any(tokens);
    }

    private byte[] repeated(byte[] token) {
        int times = 1 + random.nextInt(MAX_REPEATS);
        byte[] result = new byte[token.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(token, 0, result, i * token.length, token.length);
        }
        return result;
    }

    private byte[] block(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(MAX_BLOCK)));
    }

    /** The start of one file and the end of another. */
    private byte[] splice(byte[] bytes, int at) {
        byte[] other = any(seeds);
        int from = other.length == 0 ? 0 : place(other.length);
        return insert(Arrays.copyOf(bytes, at), at, Arrays.copyOfRange(other, from, other.length));
    }

    private byte[] any(List<byte[]> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] withByte(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private static byte[] insert(byte[] bytes, int at, byte[] what) {
        byte[] result = new byte[bytes.length + what.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(what, 0, result, at, what.length);
        System.arraycopy(bytes, at, result, at + what.length, bytes.length - at);
        return result;
    }

    private static byte[] replace(byte[] bytes, int at, byte[] what) {
        System.arraycopy(what, 0, bytes, at, Math.min(what.length, bytes.length - at));
        return bytes;
    }

    private static byte[] remove(byte[] bytes, int at, int count) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - count);
        System.arraycopy(bytes, at + count, result, at, bytes.length - at - count);
        return result;
    }
}
