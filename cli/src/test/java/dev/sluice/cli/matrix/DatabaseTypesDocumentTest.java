package dev.sluice.cli.matrix;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan.ColumnPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.WriteSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in docs/types.md of what each type becomes in databases is what the connectors plan. */
class DatabaseTypesDocumentTest {
    private static final List<String> TYPES = List.of(
            "boolean",
            "int8",
            "int16",
            "int32",
            "int64",
            "float32",
            "float64",
            "decimal(12,2)",
            "decimal(38,38)",
            "decimal",
            "string",
            "string(20)",
            "json",
            "binary",
            "uuid",
            "date",
            "time(6)",
            "time(9)",
            "timestamp(6)",
            "timestamp(9)",
            "timestamp_tz(6)",
            "timestamp_tz(9)",
            "interval",
            "list<string>",
            "struct<a: int32>",
            "map<string, int64>");

    @Test
    void theTableIsMadeFromThePlans(@TempDir Path folder) throws Exception {
        List<Database> databases = Database.all(folder);
        StringBuilder table = new StringBuilder("\n| Logical |");
        databases.forEach(
                database -> table.append(' ').append(database.product()).append(" |"));
        table.append("\n|---|").append("---|".repeat(databases.size())).append('\n');
        for (String type : TYPES) {
            table.append("| `").append(type).append("` |");
            for (Database database : databases) {
                table.append(' ').append(cell(database, Type.parse(type))).append(" |");
            }
            table.append('\n');
        }
        for (Database database : databases) {
            database.resource().close();
        }
        new GeneratedPart("types.md", "database types: made from the plans of the connectors", "database types")
                .assertIs(table.append('\n').toString());
    }

    private static String cell(Database database, Type type) {
        Schema schema = Schema.of(Field.of("c", type));
        ColumnPlan column = database.destination()
                .plan(WriteSession.request(database, StreamName.of("t"), schema, WriteMode.OVERWRITE, false))
                .columns()
                .getFirst();
        return "`" + column.nativeType() + "`" + (column.loss().isEmpty() ? "" : "; " + column.loss());
    }
}
