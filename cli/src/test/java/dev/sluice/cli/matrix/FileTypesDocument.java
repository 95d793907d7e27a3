package dev.sluice.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.WritePlan.ColumnPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table in docs/types.md of what each type becomes in files: what it says is what a plan has to announce. */
final class FileTypesDocument {
    private static final String HEADING = "## In files";

    private final List<String> formats;
    private final Map<Type, List<String>> cells;

    private FileTypesDocument(List<String> formats, Map<Type, List<String>> cells) {
        this.formats = formats;
        this.cells = cells;
    }

    static FileTypesDocument read() {
        try {
            String text = Files.readString(Path.of("..", "docs", "types.md"));
            List<List<String>> rows = text.substring(text.indexOf(HEADING))
                    .lines()
                    .dropWhile(line -> !line.startsWith("|"))
                    .takeWhile(line -> line.startsWith("|"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(cell -> cell.strip().replace("`", ""))
                            .toList())
                    .toList();
            Map<Type, List<String>> cells = new HashMap<>();
            rows.stream().skip(2).forEach(row -> cells.put(Type.parse(row.getFirst()), row));
            return new FileTypesDocument(rows.getFirst(), cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plan says what the table says, and says so of every column that another type is made of. */
    void assertAnnounced(String format, Type read, ColumnPlan plan) {
        List<String> row = cells.get(example(read));
        assertThat(row)
                .as("docs/types.md has a row for %s, such as %s", read, example(read))
                .isNotNull();
        String announced = plan.loss().isEmpty() ? plan.nativeType() : plan.nativeType() + "; " + plan.loss();
        assertThat(plain(announced))
                .as("the plan for %s in %s", read, format)
                .isEqualTo(plain(row.get(column(format))));
        if (!plan.accepted().equals(read)) {
            assertThat(plan.loss()).as("loss of %s in %s", read, format).isNotEmpty();
        }
    }

    /** Without what lies in a nested type, and the digits of a decimal, which are those of the column. */
    private static String plain(String announced) {
        return announced.replaceAll("<.*>", "").replaceAll("(DECIMAL|FIXED)\\([0-9,]+\\)", "$1");
    }

    private int column(String format) {
        for (int i = 1; i < formats.size(); i++) {
            if (List.of(formats.get(i).toLowerCase(java.util.Locale.ROOT).split(", "))
                    .contains(format)) {
                return i;
            }
        }
        throw new AssertionError("docs/types.md has no column for " + format);
    }

    /** The type that stands in the table for others of its kind. */
    private static Type example(Type type) {
        return switch (type) {
            case Type.Text text -> Type.STRING;
            case Type.Decimal(int precision, int scale) ->
                precision <= 9
                        ? new Type.Decimal(9, 2)
                        : precision <= 18 ? new Type.Decimal(18, 4) : new Type.Decimal(38, 10);
            case Type.Time(int digits) -> new Type.Time(digits <= 6 ? 6 : 9);
            case Type.Timestamp(int digits) -> new Type.Timestamp(digits <= 6 ? 6 : 9);
            case Type.TimestampTz(int digits) -> new Type.TimestampTz(digits <= 6 ? 6 : 9);
            case Type.ListOf list -> new Type.ListOf(Type.STRING);
            case Type.MapOf map -> new Type.MapOf(Type.STRING, Type.INT64);
            case Type.Struct struct -> new Type.Struct(List.of(Field.of("a", Type.INT32)));
            default -> type;
        };
    }
}
