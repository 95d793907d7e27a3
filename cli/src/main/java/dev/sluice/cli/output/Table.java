package dev.sluice.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of texts with aligned columns, for people; built and printed by one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Heading> headings = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final String ellipsis;
    private final int maxCell;

    private record Heading(String title, boolean alignRight) {}

    /**
     * @param maxCell how wide a cell may be; longer ones are cut
     */
    public Table(boolean unicode, int maxCell) {
        this.ellipsis = unicode ? "…" : "...";
        this.maxCell = maxCell;
    }

    public Table column(String title) {
        headings.add(new Heading(Printable.of(title), false));
        return this;
    }

    /** A column of numbers, aligned to the right. */
    public Table number(String title) {
        headings.add(new Heading(Printable.of(title), true));
        return this;
    }

    /** Adds a row of one text per column. */
    public Table row(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headings.size() + " columns");
        }
        rows.add(cells.stream()
                .map(cell -> TextLayout.cut(Printable.of(cell), maxCell, ellipsis))
                .toList());
        return this;
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public void print(PrintWriter out, String indent) {
        lines().forEach(line -> out.println(indent + line));
    }

    /** Heading first; without trailing blanks. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
        List<String> lines = new ArrayList<>();
        lines.add(line(headings.stream().map(Heading::title).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> TextLayout.width(row.get(column)))
                .reduce(TextLayout.width(headings.get(column).title()), Math::max);
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(i == 0 ? "" : GAP);
            line.append(
                    headings.get(i).alignRight()
                            ? TextLayout.padLeft(cell, widths[i])
                            : TextLayout.padRight(cell, widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
