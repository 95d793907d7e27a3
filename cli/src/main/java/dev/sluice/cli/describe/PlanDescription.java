package dev.sluice.cli.describe;

import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.Option;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WritePlan.ColumnPlan;
import dev.sluice.spi.data.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for people and for programs. */
public final class PlanDescription {
    private static final int SHOWN_SPLITS = 8;
    private static final int WIDEST_CELL = 60;

    private PlanDescription() {}

    /** What would be done stream by stream; asks the source for its splits. */
    public static List<StreamDescription> of(RunPlan plan) {
        List<StreamDescription> streams = new ArrayList<>();
        for (StreamPlan stream : plan.streams()) {
            try (SplitPlan splits = plan.source().planSplits(Planner.readRequest(plan, stream))) {
                List<String> notes = new ArrayList<>(splits.notes());
                notes.addAll(stream.write().notes());
                streams.add(new StreamDescription(
                        stream, splits.splits().stream().map(Split::description).toList(), notes, columns(stream)));
            }
        }
        return streams;
    }

    private static List<ColumnDescription> columns(StreamPlan stream) {
        List<ColumnDescription> columns = new ArrayList<>();
        for (int i = 0; i < stream.mapping().written().size(); i++) {
            Field read = stream.mapping().paths().get(i).in(stream.mapping().read());
            columns.add(new ColumnDescription(read, stream.write().columns().get(i)));
        }
        return columns;
    }

    /** A column as it is read and as it will be written. */
    private record ColumnDescription(Field read, ColumnPlan written) {
        private String readType() {
            return read.nativeType().isEmpty() ? read.type().toString() : read.nativeType();
        }

        private Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("source", read.name());
            map.put("source_type", readType());
            map.put("type", read.type().toString());
            map.put("destination", written.name());
            map.put("destination_type", written.nativeType());
            map.put("loss", written.loss());
            return map;
        }
    }

    /** One stream of a plan. */
    public record StreamDescription(
            StreamPlan stream, List<String> splits, List<String> notes, List<ColumnDescription> columns) {
        /** For programs. */
        public Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", stream.stream().name().toString());
            map.put("destination", stream.target().toString());
            map.put("write_mode", Option.spelling(stream.mode()));
            map.put("splits", splits);
            map.put("columns", columns.stream().map(ColumnDescription::asMap).toList());
            map.put("statements", stream.write().statements());
            map.put("publish", stream.write().publish());
            map.put("notes", notes);
            return map;
        }

        /** For people. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("");
            lines.add(stream.stream().name() + " -> " + stream.target() + "  (" + Option.spelling(stream.mode()) + ", "
                    + Figures.count(splits.size(), "part") + ")");
            columnTable().lines().forEach(line -> lines.add("  " + line));
            if (splits.size() > 1) {
                lines.add("  parts: " + String.join("; ", splits.subList(0, Math.min(SHOWN_SPLITS, splits.size())))
                        + (splits.size() > SHOWN_SPLITS ? "; and " + (splits.size() - SHOWN_SPLITS) + " more" : ""));
            }
            stream.write().statements().forEach(statement -> lines.add("  runs: " + statement.strip()));
            if (!stream.write().publish().isEmpty()) {
                lines.add("  published by: " + stream.write().publish());
            }
            notes.forEach(note -> lines.add("  note: " + note));
            return lines;
        }

        private Table columnTable() {
            Table table = new Table(true, WIDEST_CELL)
                    .column("column")
                    .column("source type")
                    .column("written as")
                    .column("destination type")
                    .column("loss");
            for (ColumnDescription column : columns) {
                table.row(
                        column.read.name(),
                        column.readType(),
                        column.written.name(),
                        column.written.nativeType(),
                        column.written.loss().isEmpty() ? "none" : column.written.loss());
            }
            return table;
        }
    }
}
