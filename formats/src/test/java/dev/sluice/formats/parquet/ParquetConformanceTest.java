package dev.sluice.formats.parquet;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FormatConformance;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.Arrays;
import java.util.Map;

class ParquetConformanceTest extends FormatConformance {
    @Override
    protected FileFormat format() {
        return new ParquetFormat();
    }

    @Override
    protected TypeMatrix matrix() {
        return TypeMatrix.all().without(Oddity.BEYOND_LONG_NANOSECONDS);
    }

    @Override
    protected Map<String, byte[]> brokenFiles(byte[] valid) {
        byte[] noMagic = valid.clone();
        noMagic[valid.length - 1] = 'X';
        byte[] longFooter = valid.clone();
        longFooter[valid.length - 5] = 0x7F;
        return Map.of(
                "cut in the footer",
                Arrays.copyOf(valid, valid.length - 20),
                "cut after the first page",
                Arrays.copyOf(valid, valid.length / 4),
                "another magic at the end",
                noMagic,
                "a footer longer than the file",
                longFooter,
                "nothing at all",
                new byte[0]);
    }
}
