package dev.sluice.benchmarks;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes TPC-H's lineitem table as CSV with a header: {@code LineitemCsv FILE SCALE_FACTOR}. The generator is
 * deterministic: one scale factor always gives the same file.
 */
public final class LineitemCsv {
    private static final String HEADER =
            "l_orderkey,l_partkey,l_suppkey,l_linenumber,l_quantity,l_extendedprice,l_discount,l_tax,"
                + "l_returnflag,l_linestatus,l_shipdate,l_commitdate,l_receiptdate,l_shipinstruct,l_shipmode,l_comment";

    private static final int QUANTITY = 4;

    private LineitemCsv() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        double scaleFactor = Double.parseDouble(arguments[1]);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            out.append(HEADER).append('\n');
            for (LineItem item : new LineItemGenerator(scaleFactor, 1, 1)) {
                writeLine(out, item.toLine());
            }
        }
        Files.move(unfinished, file);
    }

    /**
     * TPC-H's own lines separate and end fields with bars; only the last field, a comment, may hold a comma. The quantity is
     * a decimal by the standard, which the generator writes without its places.
     */
    private static void writeLine(BufferedWriter out, String line) throws IOException {
        int quantityEnd = -1;
        for (int field = 0; field <= QUANTITY; field++) {
            quantityEnd = line.indexOf('|', quantityEnd + 1);
        }
        int end = line.length() - 1;
        int comment = line.lastIndexOf('|', end - 1) + 1;
        out.append(line.substring(0, quantityEnd).replace('|', ',')).append(".00");
        out.append(line.substring(quantityEnd, comment).replace('|', ','));
        String text = line.substring(comment, end);
        if (text.indexOf(',') >= 0) {
            out.append('"').append(text).append('"');
        } else {
            out.append(text);
        }
        out.append('\n');
    }
}
