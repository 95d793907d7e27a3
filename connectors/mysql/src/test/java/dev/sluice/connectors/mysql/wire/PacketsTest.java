package dev.sluice.connectors.mysql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketsTest {
    private static final int HEADER = 4;
    private static final int LARGER_THAN_THE_BUFFER = 300_000;
    private static final byte[] END = {(byte) 0xFE, 0, 0, 2, 0};

    /** What the network hands out: pieces of any size. */
    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(50_000)));
            }
        };
    }

    private static List<byte[]> rows(Random random) {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            int length = i % 1_000 == 999 ? LARGER_THAN_THE_BUFFER : 1 + random.nextInt(400);
            byte[] row = new byte[length];
            random.nextBytes(row);
            row[0] = (byte) random.nextInt(0xFE);
            rows.add(row);
        }
        return rows;
    }

    private static byte[] wire(List<byte[]> packets) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        int sequence = 0;
        for (byte[] packet : packets) {
            wire.write(packet.length);
            wire.write(packet.length >> 8);
            wire.write(packet.length >> 16);
            wire.write(sequence++);
            wire.writeBytes(packet);
        }
        return wire.toByteArray();
    }

    /** As the driver does it: the header, then the rest. */
    private static byte[] driverReads(Packets packets) throws IOException {
        byte[] header = packets.readNBytes(HEADER);
        int length = header[0] & 0xFF | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
        return packets.readNBytes(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void driverAndReaderTogetherGetEveryPacketOnceAndInOrder(int seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> rows = rows(random);
        List<byte[]> sent = new ArrayList<>(rows);
        sent.add(END);
        Packets packets = new Packets(inPieces(wire(sent), random));
        List<byte[]> received = new ArrayList<>();

        byte[] next = driverReads(packets);
        int byDriver = 0;
        while (!Arrays.equals(next, END)) {
            received.add(next);
            byDriver++;
            while (packets.nextRow()) {
                received.add(Arrays.copyOfRange(packets.buffer(), packets.rowStart(), packets.rowEnd()));
            }
            next = driverReads(packets);
        }

        assertThat(received.toArray(byte[][]::new)).isDeepEqualTo(rows.toArray(byte[][]::new));
        assertThat(byDriver).as("the first row and the large ones").isEqualTo(4);
        assertThat(packets.read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFE, 0xFF})
    void whatIsNoRowIsLeftToTheDriver(int first) throws IOException {
        byte[] packet = {(byte) first, 1, 2, 3};
        Packets packets = new Packets(new ByteArrayInputStream(wire(List.of(packet))));

        assertThat(packets.nextRow()).isFalse();
        assertThat(packets.nextRow()).isFalse();
        assertThat(driverReads(packets)).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 20})
    void aConnectionThatEndsWithinAPacketIsLeftToTheDriver(int received) throws IOException {
        byte[] wire = wire(List.of(new byte[100]));
        Packets packets = new Packets(new ByteArrayInputStream(wire, 0, received));

        assertThat(packets.nextRow()).isFalse();
        assertThat(packets.readAllBytes()).isEqualTo(Arrays.copyOf(wire, received));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void onlyTheStreamThatTheDriverReadFromIsFound(int length) throws IOException {
        byte[] packet = new byte[length];
        new Random(length).nextBytes(packet);
        Packets packets = new Packets(new ByteArrayInputStream(wire(List.of(packet, new byte[9]))));
        driverReads(packets);

        assertThat(Packets.after(packet)).containsSame(packets);
        byte[] other = packet.clone();
        other[0]++;
        assertThat(Packets.after(other)).isEmpty();
    }
}
