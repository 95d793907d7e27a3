package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Table;
import dev.sluice.engine.plan.Discovery;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import dev.sluice.spi.text.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice preview}. */
@Command(
        name = "preview",
        description = "Show the first rows of a stream.",
        footer = {
            "",
            "Examples:",
            "  sluice preview orders.parquet",
            "  sluice preview sqlite:shop.db orders -n 3",
            "  sluice preview 'data/*.csv' --json | jq .total"
        })
final class PreviewCommand implements Callable<Integer> {
    private static final int WIDEST_CELL = 40;

    private final Console console;

    @Parameters(
            paramLabel = "CONNECTION",
            index = "0",
            description = "A URI, path, connection file or name from connections.yaml.")
    private String connection;

    @Parameters(
            paramLabel = "STREAM",
            index = "1",
            arity = "0..1",
            description = "The stream; may be left out where the source has one only.")
    private String stream;

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rows; ${DEFAULT-VALUE} unless given.")
    private int rows;

    @Option(names = "--json", description = "Print a JSON object per row and line, with values in full.")
    private boolean json;

    PreviewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Arguments.requirePositive("--rows", rows);
        Session.Source source = new Session(console).source(connection);
        Options options = source.reference().connection().options();
        String wanted = stream != null ? stream : source.reference().stream();
        List<CatalogStream> streams = Discovery.of(
                        source.connector(), source.reference().connection(), List.of(wanted))
                .streams();
        CatalogStream chosen = StreamChoice.one(streams, wanted);
        List<RecordBatch> batches = FirstRows.read(source.connector(), options, chosen, rows);
        if (json) {
            printJson(chosen, batches);
        } else {
            printTable(chosen, batches);
        }
        return 0;
    }

    private void printTable(CatalogStream chosen, List<RecordBatch> batches) {
        Table table = new Table(true, WIDEST_CELL);
        List<ValueWriter> writers = new ArrayList<>();
        for (Field field : chosen.schema().fields()) {
            if (isNumber(field.type())) {
                table.number(field.name());
            } else {
                table.column(field.name());
            }
            writers.add(ValueWriter.of(field.type()));
        }
        ByteSink sink = new ByteSink(256);
        int left = rows;
        for (RecordBatch batch : batches) {
            for (int row = 0; row < batch.rowCount() && left > 0; row++, left--) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < writers.size(); i++) {
                    sink.clear();
                    boolean isNull = batch.column(i).isNull(row);
                    if (!isNull) {
                        writers.get(i).write(batch.column(i), row, sink);
                    }
                    cells.add(isNull ? "NULL" : sink.toString());
                }
                table.row(cells);
            }
        }
        table.print(console.out(), "");
    }

    private static boolean isNumber(Type type) {
        return switch (type) {
            case Type.Simple.INT8,
                    Type.Simple.INT16,
                    Type.Simple.INT32,
                    Type.Simple.INT64,
                    Type.Simple.FLOAT32,
                    Type.Simple.FLOAT64,
                    Type.Simple.NUMERIC -> true;
            case Type.Decimal decimal -> true;
            default -> false;
        };
    }

    private void printJson(CatalogStream chosen, List<RecordBatch> batches) {
        List<JsonWriter> writers = chosen.schema().fields().stream()
                .map(field -> JsonWriter.of(field.type()))
                .toList();
        ByteSink sink = new ByteSink(1024);
        int left = rows;
        for (RecordBatch batch : batches) {
            for (int row = 0; row < batch.rowCount() && left > 0; row++, left--) {
                sink.clear();
                for (int i = 0; i < writers.size(); i++) {
                    byte[] name = chosen.schema().field(i).name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    sink.write(i == 0 ? '{' : ',');
                    JsonWriter.writeString(sink, name, 0, name.length);
                    sink.write(':');
                    writers.get(i).write(batch.column(i), row, sink);
                }
                sink.write('}');
                console.out().println(sink);
            }
        }
    }
}
