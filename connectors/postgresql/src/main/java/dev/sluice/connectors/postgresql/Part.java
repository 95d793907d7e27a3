package dev.sluice.connectors.postgresql;

import dev.sluice.spi.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A range of one table's pages, or some of its rows.
 *
 * @param table quoted, with its schema
 * @param from the first page
 * @param to the page after the last one, or {@link #OPEN} for all there are
 * @param rows where the rows are, each page and place in brackets, with commas between them; empty for all of those pages
 */
record Part(String table, long from, long to, String rows) {
    static final long OPEN = -1;

    private static final Pattern PLACE = Pattern.compile("\\(\\d+,\\d+\\)");

    private static final String SNAPSHOT = "snapshot";
    private static final String PARTS = "parts";

    Part(String table, long from, long to) {
        this(table, from, to, "");
    }

    /** @param places of at least one row */
    static Part ofRows(String table, List<String> places) {
        return new Part(table, 0, OPEN, String.join(",", places));
    }

    /** What tells exactly these pages' rows from the others of {@code FROM ONLY} the table; empty for all of them. */
    String condition() {
        if (!rows.isEmpty()) {
            return "ctid = ANY ('{" + PLACE.matcher(rows).replaceAll("\"$0\"") + "}'::tid[])";
        }
        List<String> conditions = new ArrayList<>();
        if (from > 0) {
            conditions.add("ctid >= '(" + from + ",0)'::tid");
        }
        if (to != OPEN) {
            conditions.add("ctid < '(" + to + ",0)'::tid");
        }
        return String.join(" AND ", conditions);
    }

    String description() {
        if (!rows.isEmpty()) {
            long count = PLACE.matcher(rows).results().count();
            return table + (count == 1 ? " 1 row" : " " + count + " rows");
        }
        return from == 0 && to == OPEN ? table : table + " pages " + from + (to == OPEN ? " on" : " to " + (to - 1));
    }

    static Split toSplit(int index, String snapshot, List<Part> parts) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(SNAPSHOT, snapshot);
        properties.put(PARTS, String.valueOf(parts.size()));
        for (int i = 0; i < parts.size(); i++) {
            properties.put("table." + i, parts.get(i).table());
            properties.put("from." + i, String.valueOf(parts.get(i).from()));
            properties.put("to." + i, String.valueOf(parts.get(i).to()));
            if (!parts.get(i).rows().isEmpty()) {
                properties.put("rows." + i, parts.get(i).rows());
            }
        }
        String description = parts.size() == 1 ? parts.getFirst().description() : parts.size() + " tables";
        return new Split(index, description, properties);
    }

    /** The whole stream as of a snapshot; an empty one for none. */
    static Split whole(String snapshot) {
        return new Split(0, "all", snapshot.isEmpty() ? Map.of() : Map.of(SNAPSHOT, snapshot));
    }

    /** The snapshot to read; empty where the split has none. */
    static String snapshot(Split split) {
        return split.properties().getOrDefault(SNAPSHOT, "");
    }

    /** The parts of a split; none where it is the whole stream. */
    static List<Part> of(Split split) {
        int parts = Integer.parseInt(split.properties().getOrDefault(PARTS, "0"));
        List<Part> result = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            result.add(new Part(
                    split.property("table." + i),
                    split.longProperty("from." + i),
                    split.longProperty("to." + i),
                    split.properties().getOrDefault("rows." + i, "")));
        }
        return result;
    }
}
