package dev.sluice.formats.csv;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FormatConformance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

class CsvConformanceTest extends FormatConformance {
    @Override
    protected FileFormat format() {
        return new CsvFormat();
    }

    @Override
    protected Map<String, byte[]> brokenFiles(byte[] valid) {
        int quote = new String(valid, StandardCharsets.ISO_8859_1).lastIndexOf('"');
        return Map.of(
                "cut in a quoted field",
                Arrays.copyOf(valid, quote),
                "a record with a field too many",
                text("row,name,amount\n1,one,1.50\n2,two,2.50,more\n"),
                "a record with a field too few",
                text("row,name,amount\n1,one,1.50\n2,two\n"),
                "text after a closing quote",
                text("row,name,amount\n1,\"one\"x,1.50\n"),
                "bytes that are not UTF-8",
                "row,name,amount\n1,caf\u00e9,1.50\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
