package dev.sluice.cli.describe;

import dev.sluice.cli.output.Table;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Option;
import java.util.List;
import java.util.stream.Collectors;

/** A connector's options as a table, for the terminal and for the documentation. */
public final class OptionTable {
    private static final int WIDEST_CELL = 120;

    private OptionTable() {}

    /** For a terminal. */
    public static Table table(ConnectorSpec spec) {
        Table table = new Table(true, WIDEST_CELL)
                .column("option")
                .column("value")
                .column("default")
                .column("meaning");
        for (Option<?> option : spec.options()) {
            table.row(option.key(), value(option), defaultValue(option), option.description());
        }
        return table;
    }

    /** As a Markdown table. */
    public static String markdown(ConnectorSpec spec) {
        StringBuilder text = new StringBuilder("| Option | Value | Default | Meaning |\n|---|---|---|---|\n");
        for (Option<?> option : spec.options()) {
            String fallback = defaultValue(option);
            text.append("| `").append(option.key()).append("` | ");
            text.append(escaped(value(option))).append(" | ");
            text.append(option.defaultValue() == null ? fallback : "`" + fallback + "`")
                    .append(" | ");
            text.append(escaped(option.description())).append(" |\n");
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    /** What may be written: {@code integer 1-65535}, {@code snappy|zstd}. */
    private static String value(Option<?> option) {
        if (option.kind() == Option.Kind.CHOICE) {
            return option.choices().stream().collect(Collectors.joining("|"));
        }
        String label = option.kind().label() + (option.isSecret() ? ", secret" : "");
        return option.kind() == Option.Kind.INTEGER ? label + range(option) : label;
    }

    private static String range(Option<?> option) {
        boolean low = option.min() > Integer.MIN_VALUE;
        boolean high = option.max() < Integer.MAX_VALUE;
        if (low && high) {
            return " " + option.min() + "-" + option.max();
        }
        return low ? " from " + option.min() : high ? " up to " + option.max() : "";
    }

    private static String defaultValue(Option<?> option) {
        if (option.defaultValue() == null) {
            return option.isRequired() ? "required" : "";
        }
        return option.defaultValue() instanceof List<?> list
                ? list.stream().map(Option::spelling).collect(Collectors.joining(", "))
                : Option.spelling(option.defaultValue());
    }
}
