package dev.sluice.formats.avro;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FormatConformance;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

class AvroConformanceTest extends FormatConformance {
    @Override
    protected FileFormat format() {
        return new AvroFormat();
    }

    @Override
    protected TypeMatrix matrix() {
        return TypeMatrix.all().without(Oddity.BEYOND_LONG_NANOSECONDS);
    }

    @Override
    protected Map<String, byte[]> brokenFiles(byte[] valid) {
        byte[] damaged = valid.clone();
        damaged[valid.length - 40] ^= 1;
        return Map.of(
                "cut in a block",
                Arrays.copyOf(valid, valid.length - 30),
                "cut in the header",
                Arrays.copyOf(valid, 40),
                "a bit that changed",
                damaged,
                "not Avro",
                "row,name,amount\n1,one,1.50\n".getBytes(StandardCharsets.UTF_8),
                "an empty file",
                new byte[0]);
    }
}
