package dev.sluice.formats.json;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FormatConformance;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

class JsonConformanceTest extends FormatConformance {
    @Override
    protected FileFormat format() {
        return new JsonFormat();
    }

    /** Objects that have a key twice are refused, with their line; a document that is null reads as NULL. */
    @Override
    protected TypeMatrix matrix() {
        return TypeMatrix.all()
                .without((type, value) ->
                        type == Type.JSON && (value.equals("{\"a\":1,\"a\":2}") || value.equals("null")));
    }

    @Override
    protected Map<String, byte[]> brokenFiles(byte[] valid) {
        return Map.of(
                "cut in an object",
                Arrays.copyOf(valid, valid.length - 5),
                "cut before the closing bracket",
                Arrays.copyOf(valid, valid.length - 2),
                "not JSON",
                "row,name,amount\n1,one,1.50\n".getBytes(StandardCharsets.UTF_8),
                "an object, not an array",
                "{\"row\":1,\"name\":\"one\",\"amount\":1.50}\n".getBytes(StandardCharsets.UTF_8),
                "an element that is no object",
                "[[1,\"one\",1.50]]\n".getBytes(StandardCharsets.UTF_8),
                "an empty file",
                new byte[0]);
    }
}
